package import Foundation
package import Postgres
import StoreBase

/// What a database server says of itself, for whoever looks after it: nothing of what is stored there.
package struct DatabaseFacts: Sendable {
  /// Such as 150018 and `15.18`.
  package let versionNumber: Int
  package let version: String
  package let isStandby: Bool
  package let isReadOnly: Bool
  /// Such as `TLSv1.3`; `nil` for a connection without TLS.
  package let tls: String?
  package let isSocket: Bool
  /// Whether the role has the rights of the role of services.
  package let isOfService: Bool
  /// Whether the role may make tables, functions or schemas.
  package let mayCreate: Bool
  /// Whether the server waits until what it writes is on disk.
  package let fsync: Bool
  package let synchronousCommit: String
  /// The standbys of which some have to have what the server confirms; empty when it waits for none.
  package let synchronousStandbys: String
  /// In which the database keeps text, such as `UTF8`.
  package let encoding: String
  /// How many connections the role may have at once.
  package let room: Int
  /// The server's clock, and that of this machine before and after it was asked.
  package let clock: Date
  package let asked: Date
  package let answered: Date

  package static func read(on connection: PostgresConnection) async throws -> DatabaseFacts {
    try await connection.run { connection in try Self.facts(on: connection) }
  }

  private static func facts(on connection: isolated PostgresConnection) throws -> DatabaseFacts {
    let row = try connection.row(query)
    let asked = Date()
    let clock = try connection.row("select clock_timestamp()")[0, as: PostgresTimestamp.self]
    let answered = Date()
    return DatabaseFacts(
      versionNumber: try row[0, as: Int.self],
      version: try row[1, as: String.self],
      isStandby: try row[2, as: Bool.self],
      isReadOnly: try row[3, as: Bool.self],
      tls: try row[4, as: String?.self],
      isSocket: try row[5, as: Bool.self],
      isOfService: try row[6, as: Bool.self],
      mayCreate: try row[7, as: Bool.self],
      fsync: try row[8, as: Bool.self],
      synchronousCommit: try row[9, as: String.self],
      synchronousStandbys: try row[10, as: String.self],
      encoding: try row[12, as: String.self],
      room: try row[11, as: Int.self],
      clock: Date(timeIntervalSince1970: Double(clock.microsecondsSince1970) / 1_000_000),
      asked: asked,
      answered: answered
    )
  }

  /// `reserved_connections` is there since PostgreSQL 16. A limit of -1 is none.
  private static let query: Statement = """
    select current_setting('server_version_num')::integer, split_part(current_setting('server_version'), ' ', 1),
      pg_is_in_recovery(), current_setting('transaction_read_only')::boolean,
      (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl), inet_server_addr() is null,
      exists (select from pg_roles where rolname = 'casusregie_service' and pg_has_role(oid, 'usage')),
      has_schema_privilege('public', 'create') or has_database_privilege(current_database(), 'create'),
      current_setting('fsync')::boolean, current_setting('synchronous_commit'),
      current_setting('synchronous_standby_names'),
      least(
        current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
          - coalesce(nullif(current_setting('reserved_connections', true), '')::integer, 0),
        nullif(rolconnlimit, -1), nullif(datconnlimit, -1)
      ),
      current_setting('server_encoding')
    from pg_roles, pg_database where rolname = current_user and datname = current_database()
    """
}
