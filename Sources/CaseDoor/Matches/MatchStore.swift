public import CaseCore
package import Foundation
public import Postgres
public import StoreBase

/// What the loop that compares cases reads and keeps: who is at it, the marks, and of whom was asked at once.
public struct MatchStore: Sendable {
  /// What there is to do.
  public struct Standing: Sendable {
    public var now: Instant
    /// The fixed moment of the last comparison of all cases; `nil` before the first.
    public var done: Instant?
    /// Somebody asked at once.
    public var isAsked: Bool
  }

  private let pool: PostgresPool
  private let keyring: Keyring

  public init(pool: PostgresPool, keyring: Keyring) {
    self.pool = pool
    self.keyring = keyring
  }

  public func standing() async throws(StoreError) -> Standing {
    try await pool.store { connection in
      guard let row = try connection.query(Self.look.bind()).first else { throw StoreError.schemaMissing }
      return Standing(
        now: Instant(try row[0, as: PostgresTimestamp.self]),
        done: try row[1, as: PostgresTimestamp?.self].map(Instant.init),
        isAsked: try row[2, as: Bool.self]
      )
    }
  }

  /// Takes the work, for one instance at a time.
  /// - Parameter hold: how long nobody else takes it, by the server's own clock. Two that do it at once do no harm: a case is told once.
  /// - Returns: whether it was free.
  public func take(for hold: Duration) async throws(StoreError) -> Bool {
    try await pool.store { connection in try !connection.query(Self.hold.bind(hold.inMilliseconds)).isEmpty }
  }

  /// - Parameter done: the fixed moment for which all cases were compared; `nil` when not all were.
  public func release(done: Instant?) async throws(StoreError) {
    _ = try await pool.store { connection in try connection.query(Self.free.bind(done?.timestamp)) }
  }

  /// How many marks one statement reads.
  private static let batch = 2_000

  /// Opens the marks of cases.
  /// - Parameters:
  ///   - isOpened: of a region, whether those of its cases are.
  ///   - onFailure: called with a case whose mark cannot be read, and why; it is passed over.
  /// - Returns: also of which cases was asked at once, those that are not opened too: they have their answer as well.
  package func marks(
    ofRegions isOpened: (String) -> Bool,
    onFailure: (UUID, StoreError) -> Void
  ) async throws(StoreError) -> (cases: [MarkedCase], asking: [AskingCase]) {
    var (cases, asking): ([MarkedCase], [AskingCase]) = ([], [])
    var place = (UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), "")
    while true {
      let (caseID, subject) = place
      let rows = try await pool.store { connection in
        try connection.query(Self.read.bind(caseID, subject, Self.batch)).map { try StoredMark($0) }
      }
      asking += rows.filter(\.asks).map { AskingCase(caseID: $0.caseID, subject: $0.subject) }
      for row in rows where isOpened(row.region) {
        do throws(StoreError) { try row.open(keyring).map { cases.append($0) } } catch { onFailure(row.caseID, error) }
      }
      guard rows.count == Self.batch, let last = rows.last else { return (cases, asking) }
      place = (last.caseID, last.subject)
    }
  }

  /// Of these was asked at once, and the answer was given.
  package func settle(_ asking: [AskingCase]) async throws(StoreError) {
    guard !asking.isEmpty else { return }
    _ = try await pool.store { connection in
      try connection.query(
        Self.settle.bind { binds in
          binds.append(asking.map(\.caseID))
          binds.append(asking.map(\.subject))
        }
      )
    }
  }

  private static let look = PreparedQuery(
    """
    select service_now(), nullif(done, '-infinity'), exists (select from identity_mark where asked) from identity_round
    """
  )
  private static let hold = PreparedQuery(
    """
    update identity_round set held_until = clock_timestamp() + $1 * interval '1 millisecond'
    where held_until <= clock_timestamp() returning true
    """
  )
  private static let free = PreparedQuery(
    "update identity_round set held_until = '-infinity', done = greatest(done, coalesce($1, done))"
  )
  private static let read = PreparedQuery(
    """
    select m.case_id, m.subject, m.content, m.asked, k.wrapped_by, k.wrapped, c.workflow, c.region
    from identity_mark m join keyring.case_key k on k.case_id = m.case_id join case_file c on c.id = m.case_id
    where (m.case_id, m.subject) > ($1, $2) order by m.case_id, m.subject limit $3
    """
  )
  private static let settle = PreparedQuery(
    """
    with asked as (select * from unnest($1::uuid[], $2::text[]) a (case_id, subject)), gone as (
      delete from identity_mark m using asked a where m.case_id = a.case_id and m.subject = a.subject and m.content is null)
    update identity_mark m set asked = false from asked a
    where m.case_id = a.case_id and m.subject = a.subject and m.content is not null
    """
  )
}

/// A row of marks, still encrypted.
private struct StoredMark {
  let caseID: UUID
  let subject: String
  private let content: Data?
  let asks: Bool
  private let keyName: String
  private let wrapped: Data
  private let workflow: String
  let region: String

  init(_ row: Row) throws {
    caseID = try row[0]
    subject = try row[1]
    content = try row[2, as: Data?.self]
    asks = try row[3]
    keyName = try row[4]
    wrapped = try row[5]
    workflow = try row[6]
    region = try row[7]
  }

  /// - Returns: `nil` where people asked of a case that has no mark.
  func open(_ keyring: Keyring) throws(StoreError) -> MarkedCase? {
    guard let content else { return nil }
    let cipher = try CaseCipher(caseID, wrapped: wrapped, by: keyName, keyring: keyring)
    let mark = try IdentityMark.open(content, of: subject, by: cipher)
    return MarkedCase(caseID: caseID, workflow: workflow, mark: mark, asks: asks)
  }
}
