import Postgres

/// What is asked of acknowledgements.
enum AcknowledgementQueries {
  /// Columns are those of ``Acknowledgement``. $1 an organisation, or null for all; $2 whether those that were acknowledged or ended are
  /// among them; after ($3, $4), at most $5; $6 a case, or null for all. A case is found by the ids under which organisations know it, which stay
  /// when its content is destroyed, and when they are merged.
  static let page = PreparedQuery(
    """
    select acknowledgement.event_id, holder, subject, acknowledgement.revision, event, recorded_at,
      reminders, told_at, acknowledged_at, closed_at, account,
      case when directory.removed_at is not null then 'removed' when recipient.organisation is null then 'unconnected'
        when recipient.suspended_at is not null then 'suspended' else 'reachable' end
    from acknowledgement
    cross join lateral (select coalesce(successor, acknowledgement.organisation) as holder) held
    left join organisation directory on directory.number = holder
    left join recipient on recipient.organisation = holder
    where ($1::text is null or holder = $1) and ($2 or acknowledged_at is null and closed_at is null)
      and (recorded_at, acknowledgement.event_id) > ($3, $4)
      and ($6::uuid is null or exists (
        select from case_party known
        where known.case_id = $6 and known.organisation = acknowledgement.organisation and known.alias = subject))
    order by recorded_at, acknowledgement.event_id limit $5
    """
  )

  /// The case that an organisation knows by an id, its content destroyed or not.
  static let caseID = PreparedQuery(
    """
    select case_id from case_party where organisation = $1 and alias = $2
    union all select case_id from succession where organisation = $1 and alias = $2
    """
  )
}
