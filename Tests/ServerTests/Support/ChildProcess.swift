import Foundation
import LocalServices
import TestServices

/// The program as a process of its own, that a test can kill. It never outlives the process of the test: a shell between
/// the two kills it when nobody holds the named pipe between them any more, however that comes.
final class ChildProcess: Sendable {
  /// Of the program itself.
  let pid: pid_t
  private let lifeline: FileHandle
  private let files: OutputFiles
  private let exitCode: Signal<Int32?>

  /// Writes the program's pid, and ends as the program does.
  private static let guardScript = """
    exec 3<"$FOLDER/lifeline"
    "$@" </dev/null 3<&- &
    child=$!
    (read -r _ <&3; kill -KILL $child) >/dev/null 2>&1 &
    watch=$!
    echo $child >"$FOLDER/draft" && mv "$FOLDER/draft" "$FOLDER/pid"
    wait $child
    code=$?
    kill $watch 2>/dev/null
    wait $watch 2>/dev/null
    exit $code
    """

  /// - Parameters:
  ///   - program: `casusregie`, when no other is named.
  ///   - environment: on top of what a program needs to run; nothing else is inherited.
  ///   - folder: in which it runs.
  init(
    _ arguments: [String],
    program: String? = nil,
    environment: [String: String] = [:],
    in folder: URL = Program.root
  ) async throws {
    let files = try OutputFiles()
    let exitCode = Signal<Int32?>(nil)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", Self.guardScript, "guard", try program ?? Program.path] + arguments
    shell.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "FOLDER": files.folder.path]
      .merging(environment) { $1 }
    shell.currentDirectoryURL = folder
    shell.terminationHandler = { process in exitCode.update { $0 = process.terminationStatus } }
    shell.standardInput = FileHandle.nullDevice
    let (output, errors) = (try FileHandle(forWritingTo: files.output), try FileHandle(forWritingTo: files.errors))
    (shell.standardOutput, shell.standardError) = (output, errors)
    lifeline = try files.lifeline()
    try withoutBlockedSignals { try shell.start() }
    // Foundation keeps them as long as it keeps the process, which is for ever.
    try output.close()
    try errors.close()
    self.files = files
    self.exitCode = exitCode
    var pid: pid_t?
    try await waitFor("the pid of a child process") {
      pid = files.text(of: files.pid).flatMap { pid_t($0.trimmingCharacters(in: .newlines)) }
      return pid != nil
    }
    self.pid = pid ?? 0
  }

  deinit { files.remove() }

  var output: String { files.text(of: files.output) ?? "" }
  var errors: String { files.text(of: files.errors) ?? "" }

  /// Ends it as a power cut would; returns when it is gone.
  func kill() async throws {
    Foundation.kill(pid, SIGKILL)
    try await ended()
  }

  /// Stops it where it is, as an overloaded or paused machine does; its connections stay open.
  func freeze() { Foundation.kill(pid, SIGSTOP) }

  func thaw() { Foundation.kill(pid, SIGCONT) }

  func terminate() { Foundation.kill(pid, SIGTERM) }

  /// Its exit code, once it has ended; that of the shell, 128 more, for one that was killed.
  @discardableResult
  func ended(limit: Duration = .seconds(240)) async throws -> Int32 {
    try await exitCode.wait(for: "the end of a child process", limit: limit) { $0 != nil } ?? -1
  }
}

/// The threads of tasks block SIGTERM and others, and a child would inherit that.
private func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
  var (none, usual) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &usual)
  defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
  try body()
}

/// Where a child writes. Files, for a pipe that nobody reads would stop it.
private struct OutputFiles: Sendable {
  let output: URL
  let errors: URL
  let pid: URL
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-child-\(UUID().uuidString)")
    (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
    pid = folder.appending(path: "pid")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in [output, errors] { try Data().write(to: file) }
  }

  /// `nil` for one that is not there.
  func text(of file: URL) -> String? {
    FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The named pipe that breaks when this handle is released. Unlike an inherited one, no child beside this one can get
  /// hold of it. Open for reading too, so that opening waits for nobody.
  func lifeline() throws -> FileHandle {
    let path = folder.appending(path: "lifeline").path
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }  // what is left is in the system's temporary folder
}
