public import Foundation

/// A private PostgreSQL on a free port of 127.0.0.1, beside any other that runs.
///
/// It ends when `stop` is called, when this value is released and when its process ends, in whatever way.
public final class LocalPostgres: Sendable {
  /// Stays the same over `restart`.
  public let port: Int
  public let superuser = PostgresCluster.superuser
  /// The superuser's: random, made with the folder.
  public let password: String
  /// The folder of its programs, `psql` among them.
  let programs: String
  let guardian: ServiceGuard

  /// Where its data, settings and log are.
  public var folder: URL { guardian.plan.folder.url }

  /// Starts it, ready for connections.
  ///
  /// - Parameters:
  ///   - settings: more of `postgresql.conf`, name to value.
  public static func start(
    in folder: LocalFolder,
    durability: Durability = .durable,
    settings: [String: String] = [:]
  ) async throws(LocalServiceError) -> LocalPostgres {
    let ports = KeptPorts(folder)
    let postgres = try await start(in: folder, durability: durability, settings: settings, portsFrom: ports.next)
    ports.keep([postgres.port])
    return postgres
  }

  /// - Parameter nextPort: gives the port. Tests use one that somebody has.
  package static func start(
    in folder: LocalFolder,
    durability: Durability = .durable,
    settings: [String: String] = [:],
    portsFrom nextPort: @Sendable () -> Int
  ) async throws(LocalServiceError) -> LocalPostgres {
    try await startOnFreePorts(1, from: nextPort) { (ports) async throws(LocalServiceError) in
      let cluster = try await PostgresCluster(folder)
      let plan = cluster.plan(port: ports[0], durability: durability, settings: settings)
      let (guardian, password) = try await ServiceGuard.starting(plan) { () async throws(LocalServiceError) in
        try await cluster.prepare(durability)
      }
      return LocalPostgres(port: ports[0], password: password, programs: cluster.programs, guardian: guardian)
    }
  }

  init(port: Int, password: String, programs: String, guardian: ServiceGuard) {
    self.port = port
    self.password = password
    self.programs = programs
    self.guardian = guardian
  }

  /// What libpq connects with. It holds the password, so it belongs in no log.
  public func connectionString(database: String = "postgres") -> String {
    "host=127.0.0.1 port=\(port) user=\(superuser) password=\(password) dbname=\(database)"
  }

  /// Stops it for good: gracefully, and hard after half a minute. A temporary folder is gone afterwards.
  public func stop() async { await guardian.end() }

  /// Kills its processes, exactly those, as a power cut would. Returns when they are gone; `restart` brings it back.
  public func kill() async throws(LocalServiceError) { try await guardian.tell(.kill) }

  /// Brings it back on the same folder and port: after `kill`, or with a graceful stop when it runs.
  public func restart() async throws(LocalServiceError) {
    try await guardian.tell(.stop)
    try await guardian.start()
  }

  /// Whether its first process is there, whatever it answers.
  package var isRunning: Bool {
    get async throws(LocalServiceError) { try await guardian.tell(.check) == .running }
  }

  /// Freezes its processes: connections stay open and nothing answers.
  public func pause() async throws(LocalServiceError) { try await guardian.tell(.pause) }

  /// Ends `pause`.
  public func resume() async throws(LocalServiceError) { try await guardian.tell(.resume) }
}
