import Development
import Foundation
import LocalServices
import Server
import Synchronization
import TestServices

/// An installation for one test: database, virtual host, secrets and settings. No service runs yet.
struct Installation: Sendable {
  /// The servers of an installation.
  enum Servers {
    /// All tests of the process work on these, each in a database and a virtual host of its own.
    case shared
    /// Only this test works on them, so it may kill, stop and change them.
    case own
    /// The shared database, and a broker that only this test works on.
    case broker(LocalBroker)
  }

  let local: LocalInstallation

  var settings: Settings { local.settings }
  var services: LocalServices { local.services }
  /// For the program's `--config`.
  var settingsFile: String { LocalInstallation.settingsFile(in: local.folder).path }

  /// Its database, its virtual host, and its user of both.
  var name: String { local.name }

  /// It ends, and is gone, with `body`.
  /// - Parameter workflows: the folder of those that it has: what tests of the service itself use, unless a test shows something of those that
  ///   are shipped.
  static func with<Result>(
    _ servers: Servers = .shared,
    workflows: String = FrozenWorkflows.root,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Installation) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What is left is in the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    switch servers {
    case .own:
      return try await TestServices.privatePostgres(durability: .durable) { postgres in
        try await TestServices.privateBroker { broker in
          let services = LocalServices(postgres: postgres, broker: broker)
          return try await body(prepare("casusregie", on: services, in: folder, workflows))
        }
      }
    case .shared, .broker:
      let installation = try await shared(servers, in: folder, workflows)
      do {
        let result = try await body(installation)
        await installation.removeFromShared()
        return result
      } catch {
        await installation.removeFromShared()
        throw error
      }
    }
  }

  private static let count = Atomic(0)

  private static func shared(_ servers: Servers, in folder: URL, _ workflows: String) async throws -> Installation {
    async let postgres = TestServices.postgres()
    let broker = try await Self.broker(of: servers)
    let name = "installation_\(count.add(1, ordering: .relaxed).newValue)"
    return try await prepare(name, on: LocalServices(postgres: postgres, broker: broker), in: folder, workflows)
  }

  private static func broker(of servers: Servers) async throws -> LocalBroker {
    if case .broker(let broker) = servers { return broker }
    try await Partners.makeSharedUsers()
    return try await TestServices.broker()
  }

  private static func prepare(
    _ name: String,
    on services: LocalServices,
    in folder: URL,
    _ workflows: String
  ) async throws -> Installation {
    try await Installation(
      local: LocalInstallation.prepare(name, on: services, in: folder, port: 0, workflows: workflows)
    )
  }

  /// The servers have less to do without it. What cannot be removed ends with them.
  private func removeFromShared() async {
    _ = try? await services.broker.manage("DELETE", "/api/vhosts/\(name)")
    _ = try? await services.postgres.psql("drop database \(name) with (force)")
  }

  /// Keeps everybody from a table, until it is released.
  func lock(_ table: String) async throws -> TableLock {
    let holder = Task { [postgres = services.postgres, name] in
      _ = try await postgres.psql(
        "begin; lock table \(table) in access exclusive mode; select pg_sleep(600)",
        database: name
      )
    }
    let lock = TableLock(table: table, holder: holder, installation: self)
    try await waitFor("the lock on \(table)") { try await !rows("select pid \(lock.ofHolder)").isEmpty }
    return lock
  }

  /// Keeps everybody from changing one case, until it is released.
  /// - Parameter alias: under which somebody knows it.
  func hold(_ alias: String) async throws -> CaseLock {
    let holder = Task { [postgres = services.postgres, name] in
      _ = try await postgres.psql(
        """
        begin;
        select from case_file where id = (select case_id from case_party where alias = '\(alias)') for update;
        select pg_sleep(600)
        """,
        database: name
      )
    }
    let lock = CaseLock(holder: holder, installation: self)
    try await waitFor("the lock on a case") { try await !rows("select pid \(CaseLock.ofHolder)").isEmpty }
    return lock
  }

  /// A lock on a case that a session of its own holds.
  struct CaseLock {
    let holder: Task<Void, any Error>
    let installation: Installation

    static let ofHolder = "from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"

    func release() async throws {
      _ = try await installation.rows("select pg_terminate_backend(pid) \(Self.ofHolder)")
      // Its session was ended, so it fails.
      _ = try? await holder.value
    }
  }

  /// A lock that a session of its own holds.
  struct TableLock {
    let table: String
    let holder: Task<Void, any Error>
    let installation: Installation

    var ofHolder: String {
      """
      from pg_locks join pg_database on pg_database.oid = database and datname = current_database()
      where relation = '\(table)'::regclass and mode = 'AccessExclusiveLock' and granted
      """
    }

    func release() async throws {
      _ = try await installation.rows("select pg_terminate_backend(pid) \(ofHolder)")
      // Its session was ended, so it fails.
      _ = try? await holder.value
    }
  }

  /// Waits until each event was confirmed by the broker.
  func waitUntilAllIsTold() async throws {
    try await waitFor("all to be told") {
      try await rows(
        """
        select 1 from recipient where confirmed_sequence < last_sequence
        union all select 1 from outbox where sequence is null
        """
      ).isEmpty
    }
  }

  /// Rows of the installation's database, columns apart by `|`, as its superuser sees them.
  func rows(_ sql: String) async throws -> [String] {
    try await services.postgres.psql(sql, database: name).split(separator: "\n").map(String.init)
  }
}
