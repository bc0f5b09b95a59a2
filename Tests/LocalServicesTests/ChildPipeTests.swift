import Foundation
import LocalServices
import Testing

@Suite("A pipe to a child process") struct ChildPipeTests {
  @Test("brings what the child writes, and ends with it") func brings() throws {
    let pipe = try ChildPipe()
    let child = Process()
    child.executableURL = URL(filePath: "/bin/echo")
    child.arguments = ["words"]
    child.standardOutput = pipe.writing
    try child.start()
    try pipe.writing.close()
    #expect(try pipe.reading.readToEnd() == Data("words\n".utf8))
    child.waitUntilExit()
  }

  @Test("has no end that passes to a child it is not given to, whoever starts that at this moment") func closed() throws
  {
    let pipe = try ChildPipe()
    for end in [pipe.reading, pipe.writing] {
      #expect(fcntl(end.fileDescriptor, F_GETFD) & FD_CLOEXEC != 0)
    }
  }
}
