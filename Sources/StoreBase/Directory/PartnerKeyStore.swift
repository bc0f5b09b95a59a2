import CaseCore
import Foundation
package import JOSE
public import Postgres

/// The public keys of organisations: by which their commands are signed, and for which answers to them are encrypted.
///
/// A key that has ended is kept, so that who checks a message of before finds it; it verifies nothing any more. Each row has a seal
/// by the keyring over all that it says, its moments included: who has the database alone adds no key, and makes none that ended
/// one in force. It cannot show that a row was put back as it once was (decision 0007).
public struct PartnerKeyStore: Sendable {
  private let pool: PostgresPool
  private let keyring: Keyring

  public init(_ pool: PostgresPool, keyring: Keyring) {
    self.pool = pool
    self.keyring = keyring
  }

  /// The keys in force of an organisation, the youngest first.
  /// - Throws: ``StoreError/corrupt(_:)`` for a row that somebody else wrote.
  package func keys(of organisation: String) async throws(StoreError) -> [ECPublicKey] {
    try await pool.store { connection in try keys(of: organisation, on: connection) }
  }

  package func keys(of organisation: String, on connection: isolated PostgresConnection) throws -> [ECPublicKey] {
    try rows(of: organisation, on: connection).filter { $0.endedAt == nil }.map(\.key)
  }

  /// When the oldest key in force of each organisation was registered, in microseconds since 1970. For figures: seals are not looked at.
  package func oldest() async throws(StoreError) -> [String: Int64] {
    try await pool.store { connection in
      let rows = try connection.query(Queries.oldest.bind())
      return Dictionary(try rows.map { (try $0[0, as: String.self], try $0[1, as: Int64.self]) }) { $1 }
    }
  }

  private func record(
    _ approval: Approval,
    for organisation: String,
    on connection: isolated PostgresConnection
  ) throws {
    let known = try OrganisationStore.all(on: connection).first { $0.number == organisation && $0.takesPart }
    guard let known else { throw StoreError.corrupt("keys of an organisation that takes no part") }
    try DirectoryJournal(keyring: keyring).record(.init(known), by: approval, on: connection)
  }

  /// Registers keys, and ends those that are not among them: all in one transaction, or nothing.
  /// - Throws: ``PartnerKeyFault`` for a name that another key has, or had; or ``StoreError``.
  /// - Parameter approval: on which they are registered, once; the journal of the directory has it.
  package func register(
    _ keys: [ECPublicKey],
    of organisation: String,
    on approval: Approval? = nil
  ) async throws -> (added: Int, ended: Int) {
    try await pool.withTransaction { connection in
      if let approval { try record(approval, for: organisation, on: connection) }
      // Of two at once the second sees what the first did.
      try connection.query("select from organisation where number = \(organisation) for no key update")
      let now = Instant(try connection.row("select service_now()")[0, as: PostgresTimestamp.self])
      let known = try rows(of: organisation, on: connection)
      var ended = 0
      for row in known where row.endedAt == nil && !keys.contains(row.key) {
        ended += 1
        try end(row, at: now, of: organisation, on: connection)
      }
      var added = 0
      for key in keys where !known.contains(where: { $0.key == key && $0.endedAt == nil }) {
        guard !known.contains(where: { $0.key.name == key.name }) else { throw PartnerKeyFault.nameTaken(key.name) }
        added += 1
        try add(Row(key: key, registeredAt: now, endedAt: nil), of: organisation, on: connection)
      }
      return (added, ended)
    }
  }

  struct Row {
    let key: ECPublicKey
    let registeredAt: Instant
    var endedAt: Instant?

    func seal(_ organisation: String, _ keyring: Keyring) -> Data {
      let moments = [registeredAt, endedAt].map { $0.map { "\($0.microseconds)" } ?? "" }
      let texts = ["partner key", organisation, key.name, key.use.rawValue, key.point.base64EncodedString()] + moments
      return keyring.code(keyring.directory, texts)
    }
  }

  private func rows(of organisation: String, on connection: isolated PostgresConnection) throws -> [Row] {
    try connection.query(Queries.all.bind(organisation)).map { row in
      guard let use = ECPublicKey.Use(rawValue: try row[1]),
        let key = ECPublicKey(name: try row[0], use: use, point: try row[2])
      else { throw StoreError.corrupt("a key of a partner") }
      let found = Row(
        key: key,
        registeredAt: Instant(try row[3, as: PostgresTimestamp.self]),
        endedAt: try row[4, as: PostgresTimestamp?.self].map(Instant.init)
      )
      guard try row[5, as: Data.self] == found.seal(organisation, keyring) else {
        throw StoreError.corrupt("a key of a partner")
      }
      return found
    }
  }

  private func add(_ row: Row, of organisation: String, on connection: isolated PostgresConnection) throws {
    let (key, seal) = (row.key, row.seal(organisation, keyring))
    try connection.query(
      Queries.add.bind(organisation, key.name, key.use.rawValue, key.point, row.registeredAt.timestamp, seal)
    )
  }

  private func end(
    _ row: Row,
    at now: Instant,
    of organisation: String,
    on connection: isolated PostgresConnection
  ) throws {
    var row = row
    row.endedAt = now
    try connection.query(
      Queries.end.bind(organisation, row.key.name, now.timestamp, row.seal(organisation, keyring))
    )
  }

  private enum Queries {
    static let all = PreparedQuery(
      """
      select name, purpose, point, registered_at, ended_at, seal from partner_key
      where organisation = $1 order by registered_at desc, name
      """
    )
    static let oldest = PreparedQuery(
      """
      select organisation, (extract(epoch from min(registered_at)) * 1000000)::bigint from partner_key
      where ended_at is null group by organisation
      """
    )
    static let end = PreparedQuery(
      "update partner_key set ended_at = $3, seal = $4 where organisation = $1 and name = $2"
    )
    static let add = PreparedQuery(
      """
      insert into partner_key (organisation, name, purpose, point, registered_at, seal) values ($1, $2, $3, $4, $5, $6)
      """
    )
  }
}

/// Why keys of a partner cannot be registered.
public enum PartnerKeyFault: Error, Hashable, Sendable, CustomStringConvertible {
  case nameTaken(String)

  public var description: String {
    switch self {
    case .nameTaken(let name): "another key has, or had, the name (kid) «\(name)»: give a new key a new name"
    }
  }
}
