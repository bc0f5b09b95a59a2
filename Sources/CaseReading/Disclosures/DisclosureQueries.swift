import Postgres

/// What a ``DisclosureStore`` asks. Columns of an entry are those of `JournalRow`; of an event those of ``Disclosure``, the case's own id, and
/// where the row stands.
enum DisclosureQueries {
  static let caseID = PreparedQuery(
    "select id from case_file where id = $1 union select case_id from case_party where alias = $1 limit 1"
  )
  static let key = PreparedQuery("select wrapped_by, wrapped from keyring.case_key where case_id = $1")
  static let removal = PreparedQuery("select events_before from removal")
  static let removed = PreparedQuery("select removed from recipient where organisation = $1")
  static let entries = PreparedQuery(
    """
    select case_id, revision, recorded_at, kind, name, timer, due_at, organisation, role, ground, from_state, to_state, audience,
      content, previous, hash, events_hash
    from journal where case_id = $1 and revision > $2 order by revision limit $3
    """
  )
  static let until = PreparedQuery(
    """
    select case_id, revision, recorded_at, kind, name, timer, due_at, organisation, role, ground, from_state, to_state, audience,
      content, previous, hash, events_hash
    from journal where case_id = $1 and revision <= $2 order by revision
    """
  )
  static let events = PreparedQuery(
    """
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
      ) end, outbox.case_id, outbox.id
    from outbox join recipient using (organisation)
    where outbox.case_id = $1 and outbox.revision > $2 and outbox.revision <= $3 order by outbox.id
    """
  )
  static let organisation = PreparedQuery(
    """
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
      ) end, outbox.case_id, outbox.id
    from outbox join recipient using (organisation)
    where outbox.organisation = $1 and outbox.id > $2 and outbox.case_id is not null
    order by outbox.id limit $3
    """
  )
}
