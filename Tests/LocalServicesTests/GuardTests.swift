import Foundation
import LocalServices
import TestServices
import Testing

/// The guard by itself, spoken to as its owner does.
@Suite struct GuardTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/LocalServices/Guard/guard.sh").path

  /// Whose first thread ends while another goes on, and then says so in a file.
  private static let service = """
    import ctypes, pathlib, sys, threading, time
    def stay():
        while ") Z " not in pathlib.Path("/proc/self/stat").read_text(): time.sleep(0.01)
        pathlib.Path(sys.argv[1]).touch()
        threading.Event().wait()
    threading.Thread(target=stay).start()
    ctypes.CDLL(None).pthread_exit(None)
    """

  @Test func aServiceRunsUntilItsLastThreadHasEnded() async throws {
    try await withFolder { folder in
      let sign = folder.appending(path: "first-thread-ended")
      let (words, answers) = (try ChildPipe(), try ChildPipe())
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = [Self.script, "\(getpid())", folder.path, "keep", "TERM", "30"]
      shell.arguments! += ["python3", "-c", Self.service, sign.path]
      (shell.standardInput, shell.standardOutput) = (words.reading, answers.writing)
      try shell.start()
      func say(_ word: String) throws -> String {
        try words.writing.write(contentsOf: Data("\(word)\n".utf8))
        return String(decoding: answers.reading.availableData, as: UTF8.self)
      }
      #expect(String(decoding: answers.reading.availableData, as: UTF8.self) == "ready\n")
      #expect(try say("start") == "running\n")
      try await waitFor("the first thread to end") { FileManager.default.fileExists(atPath: sign.path) }
      #expect(try say("check") == "running\n")
      #expect(try say("stop") == "ended 143\n")
      #expect(try say("check") == "ended 143\n")
      try words.writing.close()
      shell.waitUntilExit()
    }
  }
}
