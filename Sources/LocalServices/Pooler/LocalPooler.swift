import Foundation

/// A PgBouncer before a PostgreSQL: as one role, whoever connects. It ends as the other services do.
package final class LocalPooler: Sendable {
  /// For how long a client keeps a session of the server.
  package enum Mode: String, Sendable {
    case session, transaction
  }

  package let port: Int
  private let user: String
  private let guardian: ServiceGuard

  /// - Parameter role: as whom it connects; as the superuser, when it is not given.
  package static func start(
    before postgres: LocalPostgres,
    _ mode: Mode,
    as role: (user: String, password: String)? = nil
  ) async throws(LocalServiceError) -> LocalPooler {
    let program = try Program("pgbouncer", folders: ["/usr/sbin"], packages: ["pgbouncer"]).path
    let role = role ?? (postgres.superuser, postgres.password)
    return try await startOnFreePorts(1, from: Loopback.freePort) { (ports) async throws(LocalServiceError) in
      let folder = try ServiceFolder(.temporary, service: "pgbouncer")
      let plan = plan(program, in: folder, port: ports[0])
      let (guardian, _) = try await ServiceGuard.starting(plan) { () throws(LocalServiceError) in
        try folder.write(settings(port: ports[0], postgres, role, mode), to: "pgbouncer.ini")
      }
      return LocalPooler(port: ports[0], user: role.user, guardian)
    }
  }

  private init(port: Int, user: String, _ guardian: ServiceGuard) {
    self.port = port
    self.user = user
    self.guardian = guardian
  }

  /// What libpq connects with.
  package func connectionString(database: String = "postgres") -> String {
    "host=127.0.0.1 port=\(port) user=\(user) dbname=\(database)"
  }

  package func stop() async { await guardian.end() }

  private static func plan(_ program: String, in folder: ServiceFolder, port: Int) -> ServicePlan {
    ServicePlan(
      name: "PgBouncer",
      folder: folder,
      account: nil,
      command: [program, folder.path("pgbouncer.ini")],
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"],
      stopSignal: "TERM",
      answers: { PostgresCluster.answers(port: port) }
    )
  }

  /// It reads its settings as whoever starts it. It refuses to go on as root, and has another account then.
  private static func settings(
    port: Int,
    _ postgres: LocalPostgres,
    _ role: (user: String, password: String),
    _ mode: Mode
  ) -> String {
    """
    [databases]
    * = host=127.0.0.1 port=\(postgres.port) user=\(role.user) password=\(role.password)
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = \(port)
    unix_socket_dir =
    auth_type = any
    pool_mode = \(mode.rawValue)
    default_pool_size = 20
    \(geteuid() == 0 ? "user = postgres" : "")
    """
  }
}
