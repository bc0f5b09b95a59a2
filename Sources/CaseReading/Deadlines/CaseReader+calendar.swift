public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// What a calendar asks: which cases changed since it was last made, told from plain columns, so that only those are opened.
extension CaseReader {
  /// The cases of an organisation as a whole; differs when any of them differs.
  public struct FeedVersion: Sendable, Hashable {
    public let cases: Int64
    public let revisions: Int64
    public let directory: Int64
    public let now: Instant
  }

  public func feedVersion(of organisation: String) async throws(StoreError) -> FeedVersion {
    try await pool.store { connection in
      let row = try connection.row(ReaderQueries.feedVersion.bind(organisation))
      let now = Instant(try row[0, as: PostgresTimestamp.self])
      return FeedVersion(cases: try row[2], revisions: try row[3], directory: try row[1], now: now)
    }
  }

  /// The revision of every case of the organisation's that was not destroyed.
  public func revisions(of organisation: String) async throws(StoreError) -> [(alias: UUID, revision: Int64)] {
    try await pool.store(readingFor: organisation) { connection in
      try connection.query(ReaderQueries.revisions.bind(organisation)).map { (try $0[0], try $0[1]) }
    }
  }

  /// The cases under these ids, as far as the reader may know of them, in the order of the ids.
  public func cases(under aliases: [UUID], for reader: Actor) async throws(StoreError) -> CasePage {
    try await pool.store(readingFor: reader.organisation) { connection in
      let rows = try connection.query(ReaderQueries.named.bind(reader.organisation, aliases))
      return try read(rows, for: reader, on: connection)
    }
  }

  /// A keyed hash of texts that a calendar shows or rests on: it tells whether they changed, and nothing of them.
  public func fingerprint(of texts: [String]) -> Data { keyring.fingerprint(of: texts) }

  /// When each entry of a calendar last changed: when its fingerprint first was this one. Whole seconds, and never the same
  /// for two fingerprints of one entry.
  public func changes(of entries: [UUID: Data]) async throws(StoreError) -> [UUID: Instant] {
    guard !entries.isEmpty else { return [:] }
    let ids = entries.keys.sorted { $0.uuidString < $1.uuidString }
    return try await pool.store { connection in
      var known: [UUID: Instant] = [:]
      for row in try connection.query(Entries.select.bind(ids)) {
        let id = try row[0, as: UUID.self]
        if try row[1, as: Data.self] == entries[id] { known[id] = Instant(try row[2, as: PostgresTimestamp.self]) }
      }
      let changed = ids.filter { known[$0] == nil }
      guard !changed.isEmpty else { return known }
      let answers = try connection.transaction([
        Entries.upsert.bind(changed, changed.compactMap { entries[$0] }), Entries.select.bind(changed),
      ])
      for row in answers[1] { known[try row[0]] = Instant(try row[2, as: PostgresTimestamp.self]) }
      return known
    }
  }

  private enum Entries {
    static let select = PreparedQuery("select id, fingerprint, changed_at from calendar_entry where id = any ($1)")

    /// In the order of the ids, so that two calendars that are made at once do not wait for each other.
    static let upsert = PreparedQuery(
      """
      insert into calendar_entry (id, fingerprint, changed_at)
      select id, fingerprint, date_trunc('second', service_now())
      from unnest($1::uuid[], $2::bytea[]) as entry (id, fingerprint)
      on conflict (id) do update set
        fingerprint = excluded.fingerprint,
        changed_at = greatest(excluded.changed_at, calendar_entry.changed_at + interval '1 second')
      where calendar_entry.fingerprint <> excluded.fingerprint
      """
    )
  }
}
