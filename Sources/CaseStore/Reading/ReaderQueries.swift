import Postgres

/// What a ``CaseReader`` asks. Columns of a case: now, revision of the directory, the six of ``CaseRecord``, alias, revision of the
/// settings, and of those that the case is counted by.
enum ReaderQueries {
  static let one = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.configuration, c.configuration
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    where p.organisation = $1 and p.alias = $2
    """
  )

  static let page = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.configuration, c.configuration
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    where p.organisation = $1 and p.alias > $2
    order by p.alias limit $3
    """
  )

  /// The columns of ``JournalRow``.
  static let journal = PreparedQuery(
    """
    select case_id, revision, recorded_at, kind, name, rung, due_at, journal.organisation, role, ground, from_state,
      to_state, audience, content, previous, hash, told
    from case_party p join journal using (case_id)
    where p.organisation = $1 and p.alias = $2 and revision > $3
    order by revision limit $4
    """
  )

  /// The entries that moved a case to another version.
  static let moves = PreparedQuery(
    """
    select revision, name from case_party p join journal using (case_id)
    where p.organisation = $1 and p.alias = $2 and kind = 'migration'
    order by revision
    """
  )
}
