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
      let shell = try GuardShell(["python3", "-c", Self.service, sign.path], in: folder)
      #expect(try shell.say("start") == "running\n")
      try await waitFor("the first thread to end") { FileManager.default.fileExists(atPath: sign.path) }
      #expect(try shell.say("check") == "running\n")
      #expect(try shell.say("stop") == "ended 143\n")
      #expect(try shell.say("check") == "ended 143\n")
      try shell.end()
    }
  }

  /// As some children of RabbitMQ do, for a moment.
  @Test func aChildThatOutlivesItsServiceEndsWithIt() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "child")
      let service = """
        trap 'exit 0' TERM; sleep 1000 & echo $! >'\(file.path).new'
        mv '\(file.path).new' '\(file.path)'; wait
        """
      let shell = try GuardShell(["sh", "-c", service], in: folder)
      #expect(try shell.say("start") == "running\n")
      try await waitFor("the child") { FileManager.default.fileExists(atPath: file.path) }
      let child = try #require(Int32(String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)))
      #expect(kill(child, 0) == 0)
      #expect(try shell.say("stop") == "ended 0\n")
      #expect(readKernelFile("/proc/\(child)/cmdline").isEmpty)
      try shell.end()
    }
  }

  private struct GuardShell {
    let shell = Process()
    let words: ChildPipe
    let answers: ChildPipe

    init(_ service: [String], in folder: URL) throws {
      (words, answers) = (try ChildPipe(), try ChildPipe())
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = [GuardTests.script, "\(getpid())", folder.path, "keep", "TERM", "30"] + service
      (shell.standardInput, shell.standardOutput) = (words.reading, answers.writing)
      try shell.start()
      #expect(answer() == "ready\n")
    }

    func say(_ word: String) throws -> String {
      try words.writing.write(contentsOf: Data("\(word)\n".utf8))
      return answer()
    }

    func end() throws {
      try words.writing.close()
      shell.waitUntilExit()
    }

    private func answer() -> String { String(decoding: answers.reading.availableData, as: UTF8.self) }
  }
}
