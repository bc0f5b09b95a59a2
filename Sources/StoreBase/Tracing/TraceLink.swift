package import Foundation
package import Postgres

/// To which span of the operator's the events of a journal entry, or an answer, go back: kept beside the outbox and not in it, for the relay that
/// sends them. Only what is sampled has one, and none is kept for longer than a day. See decision 0053.
package struct TraceLink: Sendable {
  private let id: UUID
  private let revision: Int64
  private let organisation: String
  private let traceparent: String

  /// Of all events of an entry.
  package init(ofEntry revision: Int64, in caseID: UUID, traceparent: String) {
    (id, self.revision, organisation, self.traceparent) = (caseID, revision, "", traceparent)
  }

  /// Of the answer to what an organisation asked.
  /// - Parameter causation: the organisation's id of that.
  package init(ofAnswer causation: UUID, to organisation: String, traceparent: String) {
    (id, revision, self.organisation, self.traceparent) = (causation, 0, organisation, traceparent)
  }

  /// Keeps them, in the transaction of the events. What an organisation asks again under one id has one.
  package static func insert(_ links: [TraceLink]) -> Statement {
    insert.bind { binds in
      binds.append(links.map(\.id))
      binds.append(links.map(\.revision))
      binds.append(links.map(\.organisation))
      binds.append(links.map(\.traceparent))
    }
  }

  /// Columns: the number of an event, and what it goes back to, of the events of an organisation with numbers in a range, ends
  /// included.
  package static func select(_ organisation: String, from first: Int64, through last: Int64) -> Statement {
    select.bind(organisation, first, last)
  }

  private static let insert = PreparedQuery(
    """
    insert into trace_link (id, revision, organisation, traceparent) select *
    from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])
    on conflict do nothing
    """
  )

  private static let select = PreparedQuery(
    """
    select told.sequence, link.traceparent from outbox told join trace_link link
      on (link.id, link.revision, link.organisation) = (coalesce(told.case_id, told.causation), coalesce(told.revision, 0),
        case when told.case_id is null then told.organisation else '' end)
    where told.organisation = $1 and told.sequence between $2 and $3
    """
  )
}
