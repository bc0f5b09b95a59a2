import CaseCore
import Foundation
import Postgres
import StoreBase

/// Reads rows of the reader's organisation, in order: which cases may be asked for.
struct ListingQuery {
  let filter: CaseFilter
  let order: CaseOrder
  let reader: Actor
  let after: ListPlace
  /// How many rows are read.
  let rows: Int

  /// Columns: alias, the moment that the list is in order of, whether the case may be asked for. In no order.
  var statement: Statement {
    Self.query.bind { binds in
      reader.organisation.bind(to: &binds)
      Array(reader.roles).bind(to: &binds)
      after.moment.bind(to: &binds)
      after.alias.bind(to: &binds)
      rows.bind(to: &binds)
      order.column.bind(to: &binds)
      filter.workflow.bind(to: &binds)
      filter.state.bind(to: &binds)
      filter.isOverdue.bind(to: &binds)
      filter.isSuspended.bind(to: &binds)
      filter.awaited.bind(to: &binds)
      (filter.changedSince?.timestamp).bind(to: &binds)
      filter.hasDeadline.bind(to: &binds)
      (filter.dueBy?.timestamp).bind(to: &binds)
      (filter.inPhaseSince?.description).bind(to: &binds)
    }
  }

  /// A case stands in the list by the first of the rows that are for the reader. What these rows say together is held against
  /// the question, and it is left out as soon as the clock or new settings may have made them wrong.
  ///
  /// Each row that was looked at comes back, or the list would seem to end: also that of a case which the organisation has left, whose
  /// `case_file` it is not shown.
  ///
  /// The limit of one has each case looked up by itself: joined, PostgreSQL would rather read all cases there are.
  private static let query = PreparedQuery(
    """
    select candidate.alias, candidate.due_at,
      coalesce((candidate.due_at = seen.moment or $6 = 'id' and seen.due_at is not null) and (
        seen.holds_until <= present.moment or c.settings_revision < present.settings_revision or (
          ($7::text is null or c.workflow = $7) and ($8::text is null or seen.is_open and c.state = $8)
          and ($9::bool is null or (seen.due_at <= present.moment) = $9)
          and ($10::bool is null or seen.is_suspended = $10) and ($11::text is null or seen.is_awaited)
          and ($12::timestamptz is null or seen.is_open and c.changed_at >= $12)
          and ($13::bool is null or (seen.due_at < 'infinity' or seen.is_suspended) = $13)
          and ($14::timestamptz is null or seen.due_at <= $14)
          and ($15::text is null or seen.state_since <= $15::date)
        )
      ), false)
    from find_cases($1, $6, $3, $4, $5) candidate
    cross join (select service_now() as moment, settings_revision from directory_revision) present
    left join lateral (
      select workflow, state, changed_at, settings_revision from case_file where id = candidate.case_id limit 1
    ) c on true
    cross join lateral (
      select min(due_at) as due_at, min(holds_until) as holds_until, bool_or(is_open) as is_open,
        bool_or(is_suspended) as is_suspended, bool_or($11 = any (awaited)) as is_awaited, min(state_since) as state_since,
        case when $6 like 'since%' then min(state_since)::timestamp at time zone 'UTC' else min(due_at) end as moment
      from case_listing
      where case_id = candidate.case_id and organisation = $1 and (roles is null or roles && $2)
    ) seen
    """
  )
}

extension CaseOrder {
  /// As the schema's `find_cases` has it.
  fileprivate var column: String {
    switch self {
    case .id: "id"
    case .due: "due"
    case .dueLast: "due last"
    case .phase: "since"
    case .phaseLast: "since last"
    }
  }
}
