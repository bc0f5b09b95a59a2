import Foundation
import LocalServices

/// On which processors this process and a database server run: as if the machine had no others.
struct Processors {
  /// Those that there are for this process when it begins, by their numbers.
  let all: [Int]
  private let postgres: LocalPostgres

  init(of postgres: LocalPostgres) throws {
    self.postgres = postgres
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
    all = line.drop { $0 != ":" }.dropFirst().split(separator: ",").flatMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      return ends.isEmpty ? [] : Array(ends[0]...ends[ends.count - 1])
    }
  }

  /// Keeps to so many from now on. What a process starts later keeps to them too.
  func use(_ count: Int) async throws {
    let numbers = all.prefix(count).map(String.init).joined(separator: ",")
    for process in try await processes() { try Self.keep(process, to: numbers) }
  }

  /// This one, and all of the server's.
  private func processes() async throws -> [String] {
    let server = try await postgres.psql(
      """
      select pid from pg_stat_activity where pid <> pg_backend_pid()
      union select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int
      """
    )
    return ["\(getpid())"] + server.split(separator: "\n").map(String.init)
  }

  private static func keep(_ process: String, to numbers: String) throws {
    let taskset = Process()
    taskset.executableURL = URL(filePath: "/usr/bin/taskset")
    taskset.arguments = ["--all-tasks", "--cpu-list", "--pid", numbers, process]
    taskset.standardOutput = FileHandle.nullDevice
    taskset.standardError = FileHandle.nullDevice
    try taskset.run()
    taskset.waitUntilExit()
    // A process of the server may have ended by itself.
    guard taskset.terminationStatus == 0 || !FileManager.default.fileExists(atPath: "/proc/\(process)") else {
      throw BenchmarkError.other(program: "taskset", reason: "process \(process) was not kept to \(numbers)")
    }
  }
}
