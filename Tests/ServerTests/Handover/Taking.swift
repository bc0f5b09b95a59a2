import Foundation
import Testing

/// What takes cases over, `docs/partners/handover.py`, with a mapping of its own.
struct Taking {
  let mapping: String
  /// They are there for as long as this is.
  let folders: [TemporaryFolder]

  /// Ends when so many cases are taken over.
  func run(until count: Int) async throws {
    let child = try await start([Self.script, mapping, "--until", "\(count)"])
    #expect(try await child.ended() == 0, "\(child.errors)")
    #expect(child.errors == "")
  }

  /// Does the same, but is killed at a moment: 1 before it sends its first message, 2 after that, 3 before the second, and so on.
  /// - Returns: whether it ended by itself.
  func run(until count: Int, killedAt moment: Int) async throws -> Bool {
    let child = try await start(["-c", Self.killing, mapping, "\(count)", "\(moment)"])
    let code = try await child.ended()
    #expect(code == 0 || code == 128 + SIGKILL, "\(child.errors)")
    return code == 0
  }

  /// Of the example.
  static let folder = Program.root.appending(path: "docs/partners").path
  private static let script = "\(folder)/handover.py"
  private static let killing = """
    import os, signal, sys
    sys.path.insert(0, "\(folder)")
    from client import Client
    from handover import Handover
    mapping, count, left = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    def moment():
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    send = Client.send
    def watched(*words, **names):
        moment()
        sent = send(*words, **names)
        moment()
        return sent
    Client.send = watched
    Handover(mapping, 300).run(count)
    """

  private func start(_ arguments: [String]) async throws -> ChildProcess {
    // Debian's own Python: another does not see Debian's packages.
    try await ChildProcess(
      arguments,
      program: "/usr/bin/python3",
      environment: ["PYTHONDONTWRITEBYTECODE": "1"]
    )
  }
}
