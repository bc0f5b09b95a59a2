import Foundation

/// A folder that looks like a fresh clone to whoever types commands in it: the scripts run the program that was built with the
/// tests, and nothing is built.
struct Clone {
  let folder: URL
  /// It goes with this.
  private let temporary: TemporaryFolder
  private let programs: URL

  init(in folder: TemporaryFolder) throws {
    self.folder = URL(filePath: folder.path)
    temporary = folder
    programs = self.folder.appending(path: "programs")
    let files = FileManager.default
    try files.createDirectory(at: programs, withIntermediateDirectories: true)
    try files.createDirectory(at: self.folder.appending(path: "scripts"), withIntermediateDirectories: true)
    try files.copyItem(at: Program.root.appending(path: "workflows"), to: self.folder.appending(path: "workflows"))
    for program in [try Program.path, try Program.development] {
      let name = URL(filePath: program).lastPathComponent
      try files.createSymbolicLink(atPath: programs.appending(path: name).path, withDestinationPath: program)
    }
    try files.createDirectory(at: self.folder.appending(path: "etc"), withIntermediateDirectories: true)
    for (name, command) in ["run": "", "start": "start", "demo": "demo", "bench": "bench"] {
      let script = self.folder.appending(path: "scripts/\(name)")
      try Data("#!/bin/sh\nexec casusregie-dev \(command) \"$@\"\n".utf8).write(to: script)
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    }
  }

  /// Runs a command as a person types it.
  func run(_ command: String, environment: [String: String] = [:]) async throws -> Program.Result {
    let path = ["PATH": "\(programs.path):/usr/bin:/bin"]
    let child = try await ChildProcess(
      ["-c", "set -o pipefail\n" + command],
      program: "/bin/bash",
      environment: environment.merging(path) { $1 },
      in: folder
    )
    let code = try await child.ended(limit: .seconds(60))
    return Program.Result(code: code, output: child.output, errors: child.errors)
  }
}
