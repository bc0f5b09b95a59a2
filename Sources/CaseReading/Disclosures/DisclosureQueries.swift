import Foundation
import Postgres
import StoreBase

/// What a ``DisclosureStore`` asks. Columns of an entry are those of `JournalRow`; of an event those of ``Disclosure``, the case's own id, and
/// where the row stands.
enum DisclosureQueries {
  static let caseID = PreparedQuery(
    "select id from case_file where id = $1 union select case_id from case_party where alias = $1 limit 1"
  )
  static let key = PreparedQuery("select wrapped_by, wrapped from keyring.case_key where case_id = $1")
  static let removal = PreparedQuery("select events_before from removal")
  static let removed = PreparedQuery("select removed from recipient where organisation = $1")

  /// Entries of a case, after a revision.
  static func entries(of caseID: UUID, after revision: Int64, atMost limit: Int) -> Statement {
    """
    select \(unsafeRawSQL: JournalRow.columns) from journal
    where case_id = \(caseID) and revision > \(revision) order by revision limit \(limit)
    """
  }

  /// Entries of a case, up to a revision.
  static func entries(of caseID: UUID, until revision: Int64) -> Statement {
    """
    select \(unsafeRawSQL: JournalRow.columns) from journal
    where case_id = \(caseID) and revision <= \(revision) order by revision
    """
  }

  /// What was told of a case by the entries of these revisions.
  static func events(of caseID: UUID, after revision: Int64, until last: Int64) -> Statement {
    """
    \(unsafeRawSQL: told)
    where outbox.case_id = \(caseID) and outbox.revision > \(revision) and outbox.revision <= \(last) order by outbox.id
    """
  }

  /// What an organisation was told of cases.
  static func events(toldTo organisation: String, after id: Int64, atMost limit: Int) -> Statement {
    """
    \(unsafeRawSQL: told)
    where outbox.organisation = \(organisation) and outbox.id > \(id) and outbox.case_id is not null
    order by outbox.id limit \(limit)
    """
  }

  private static let told = """
    select outbox.organisation, outbox.subject, outbox.revision, outbox.event, outbox.ground, outbox.recorded_at,
      outbox.sequence, coalesce(outbox.sequence <= recipient.confirmed_sequence, false),
      case when outbox.sequence <= recipient.confirmed_sequence and not exists (
        select from confirmation unknown where unknown.organisation = outbox.organisation and unknown.minute = '-infinity'
          and unknown.sequence >= outbox.sequence
      ) then (
        select minute from confirmation noted
        where noted.organisation = outbox.organisation and noted.sequence >= outbox.sequence
          and noted.minute >= date_trunc('minute', outbox.recorded_at, 'UTC')
        order by minute limit 1
      ) end, outbox.case_id, outbox.id, outbox.asks_acknowledgement
    from outbox join recipient using (organisation)
    """
}
