import LocalServices

/// A disk of the database that is full.
extension FaultMaker {
  /// No file of the database can grow until there is room again. Commands wait or are told to come back, and none is half done. When the
  /// server cannot lengthen its log either, it ends, as it may at any moment of this; then somebody has to start it again, once there is room.
  /// - Parameter needsLog: whether it has to begin another file of its log meanwhile.
  mutating func fillDisk(needsLog: Bool) async throws -> Deed {
    let primary = stage.databases.primary
    guard let disk = stage.disk(of: primary) else { throw ChaosFailure("the database has no disk of its own") }
    let before = try await stage.databaseFailures()
    let used = try await disk.fill()
    do {
      try await wait(for: "a command that meets the full disk", limit: .seconds(60)) {
        if try await !primary.isRunning { return true }
        return try await stage.databaseFailures() > before
      }
      if needsLog { try await useUpLog(of: primary, on: disk) }
      await pause()
    } catch {
      try await disk.makeRoom()
      throw error
    }
    let failures = try await stage.databaseFailures() - before
    try await disk.makeRoom()
    let wasStarted = try await bringBack(primary)
    return Deed(
      "full at \(used >> 20) MiB; \(failures) attempts at a command or message failed",
      undone: "room again; " + (wasStarted ? "the server had ended, and was started" : "the server went on by itself")
    )
  }

  /// Has a server begin one file of its log after the other, until there is none that it made before.
  private func useUpLog(of postgres: LocalPostgres, on disk: LimitedDisk) async throws {
    try await wait(for: "the database to end for want of room for its log", limit: .seconds(60)) {
      // A server that cannot write down what new sessions need first lets nobody in; it does so while there is room.
      try await disk.makeRoom()
      if try await !postgres.isRunning { return true }
      // It may be ending at this moment, which is seen below.
      _ = try? await postgres.psql("select 1")
      _ = try await disk.fill()
      // The server ends by it, and with it the connection of whoever asked.
      _ = try? await postgres.psql("select pg_logical_emit_message(false, 'chaos', ''), pg_switch_wal()")
      return try await !postgres.isRunning
    }
  }

  /// Waits until a server answers that may have ended, or may be ending.
  /// - Returns: whether it had to be started.
  private func bringBack(_ postgres: LocalPostgres) async throws -> Bool {
    var wasStarted = false
    try await wait(for: "the database to answer again") {
      if try await !postgres.isRunning {
        try await postgres.restart()
        wasStarted = true
      }
      // It refuses as long as it recovers, and when it ends after all it is started.
      return (try? await postgres.psql("select 1")) != nil
    }
    return wasStarted
  }
}
