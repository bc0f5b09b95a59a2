import Development
import Foundation
import LocalServices
import Postgres
import Server

/// The database saved and put back as `docs/operations/running.md` says.
struct Backup: Sendable {
  /// Of the run, from 1.
  let number: Int
  private let content: URL
  private let keys: URL

  /// Takes it while the service works: content and keys apart, as of one moment.
  static func take(of installation: LocalInstallation, _ postgres: LocalPostgres, number: Int) async throws -> Backup {
    let backup = Backup(
      number: number,
      content: installation.folder.appending(path: "content-\(number).dump"),
      keys: installation.folder.appending(path: "keys-\(number).dump")
    )
    let owner = try await PostgresConnection.open(installation.settings.postgresOwner())
    let snapshot = try await owner.run { connection in
      try connection.query("begin isolation level repeatable read, read only")
      try connection.query("set local idle_in_transaction_session_timeout = 0")
      return try connection.query("select pg_export_snapshot()").first?[0, as: String.self] ?? ""
    }
    let moment = "--snapshot=\(snapshot)"
    try await postgres.dump(
      installation.name,
      to: backup.content,
      options: [moment, "--exclude-schema=keyring"]
    )
    try await postgres.dump(installation.name, to: backup.keys, options: [moment, "--schema=keyring"])
    try await owner.run { connection in _ = try connection.query("commit") }
    return backup
  }

  /// Puts it in the place of the database, while no instance runs.
  func restore(to installation: LocalInstallation, _ postgres: LocalPostgres) async throws {
    let name = installation.name
    try await postgres.psql("drop database \(name) with (force)")
    try await postgres.psql("create database \(name)")
    try await postgres.restore(name, from: content)
    // The keys last.
    try await postgres.restore(name, from: keys)
    _ = try await Administration(installation.settings).beginEpoch()
  }
}
