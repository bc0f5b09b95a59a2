import CaseCore
import Foundation
import Postgres
import StoreBase

/// What the row of a case says, with its key and the record of its destruction.
struct StoredFile {
  let caseID: UUID
  let revision: Int64
  let head: Data
  let seal: Data
  let state: String
  let snapshot: Data?
  let key: (name: String, wrapped: Data)?
  let changedAt: Instant
  let deadlineSettings: Int64
  let destruction: Data?
  /// Since when it is in that state; `nil` while that was not read in its journal.
  let stateSince: CivilDate?
  /// The case before its first entry. The workflow says which machine it is, and no entry does; see ``CaseAudit``.
  let empty: Case

  static let select = """
    select id, revision, head, seal, state, snapshot, wrapped_by, wrapped, workflow, version, region, opened_at, changed_at,
      settings_revision, destruction.content, state_since - date '1970-01-01'
    from case_file
    left join keyring.case_key on case_key.case_id = id
    left join destruction on destruction.case_id = id
    order by id
    """

  init(_ row: Row) throws(PostgresError) {
    caseID = try row[0]
    revision = try row[1]
    head = try row[2]
    seal = try row[3]
    state = try row[4]
    snapshot = try row[5, as: Data?.self]
    if let name = try row[6, as: String?.self] { key = (name, try row[7]) } else { key = nil }
    empty = Case(
      workflow: try row[8],
      version: try row[9],
      machine: "",
      region: try row[10],
      at: Instant(try row[11, as: PostgresTimestamp.self])
    )
    changedAt = Instant(try row[12, as: PostgresTimestamp.self])
    deadlineSettings = try row[13]
    destruction = try row[14, as: Data?.self]
    stateSince = try row[15, as: Int?.self].map(CivilDate.init(daysSince1970:))
  }

  /// Whether its seal is one of these.
  func isSealed(as forms: SealForm..., by keyring: Keyring) -> Bool {
    forms.contains { keyring.seal(caseID: caseID, revision: revision, head: head, as: $0) == seal }
  }
}
