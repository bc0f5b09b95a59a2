import Foundation

extension ServiceGuard {
  /// Starts the shell and returns its first line.
  func launch() throws -> String {
    let script = plan.folder.url.appending(path: "guard.sh")
    // As a new file: another guard of this folder may be running the one that is there.
    try Data(PackageResources.guard_sh).write(to: script, options: .atomic)
    let shell = Process()
    shell.executableURL = URL(filePath: "/usr/bin/setsid")
    shell.arguments = ["--wait", "/bin/sh", script.path] + guardArguments + identity + plan.command
    shell.environment = plan.environment
    shell.currentDirectoryURL = URL(filePath: "/")
    shell.standardInput = words.reading
    shell.standardOutput = answers.writing
    shell.standardError = FileHandle.nullDevice
    try shell.start()
    // Our copy would hide the end of the guard. The reading end of `words` stays open on purpose: writing to a guard that has
    // died then cannot raise SIGPIPE.
    try answers.writing.close()
    return try readLine()
  }

  private var guardArguments: [String] {
    [
      "\(ProcessInfo.processInfo.processIdentifier)", plan.folder.url.path,
      plan.folder.isTemporary ? "discard" : "keep",
      plan.stopSignal, "\(Self.stopLimitSeconds)",
    ]
  }

  /// Runs what follows as the plan's account. Should somebody kill the guard itself, the kernel kills the service; that
  /// wish does not survive a change of account, so one program does both.
  private var identity: [String] {
    let account = plan.account.map { ["--reuid", $0, "--regid", $0, "--init-groups"] }
    return ["setpriv", "--pdeathsig", "KILL"] + (account ?? [])
  }

  /// The next line of the guard. Throws when it has ended.
  func readLine() throws -> String {
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      guard let byte = try answers.reading.read(upToCount: 1), !byte.isEmpty else {
        throw LocalServiceError.ended(service: plan.name)
      }
      line += byte
    }
    return String(decoding: line.dropLast(), as: UTF8.self)
  }
}
