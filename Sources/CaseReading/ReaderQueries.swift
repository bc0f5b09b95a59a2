import Postgres

/// What a ``CaseReader`` asks. Columns of a case: now, revision of the directory, the six of ``CaseRecord``, alias, revision of the
/// settings, and of those that the case's row says it is counted by, workflow, version, seal, the day on which its phase began as a number.
enum ReaderQueries {
  /// The case under an id of the organisation's; without one, the next case of that organisation in the order of its ids. The
  /// caller opens whatever comes, and puts away what was not asked for: so the time of an answer does not tell an id that is
  /// nobody's from one of a case that is not for this person. `offset 0` keeps the lookup of a key out of a join, for which
  /// PostgreSQL would make a cache of many rows. An id under which one knew the case that was merged into the organisation means that of the
  /// organisation itself: `asked` says which that is, and whose it was.
  static let one = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.settings_revision, c.settings_revision, c.workflow, c.version, c.seal, c.state_since - date '1970-01-01',
      asked.alias, asked.former
    from directory_revision d
    cross join lateral (
      select coalesce(own.alias, $2) as alias, old.former
      from (select) always
      left join succession old on old.organisation = $1 and old.alias = $2
      left join case_party own on own.organisation = $1 and own.case_id = old.case_id
      offset 0
    ) asked
    cross join lateral (
      (select alias, case_id from case_party p
        where organisation = $1 and alias >= asked.alias
          and exists (select from keyring.case_key k where k.case_id = p.case_id offset 0)
        order by alias limit 1)
      union all
      (select alias, case_id from case_party p
        where organisation = $1 and exists (select from keyring.case_key k where k.case_id = p.case_id offset 0)
        order by alias limit 1)
      limit 1
    ) p
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    """
  )

  static let page = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.settings_revision, c.settings_revision, c.workflow, c.version, c.seal, c.state_since - date '1970-01-01'
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
    select case_id, revision, recorded_at, kind, name, timer, due_at, journal.organisation, role, ground, from_state,
      to_state, audience, content, previous, hash, events_hash
    from case_party p join journal using (case_id)
    where p.organisation = $1 and p.alias = $2 and revision > $3
    order by revision limit $4
    """
  )

  /// The entries that moved a case to another version, or from one organisation to another.
  static let moves = PreparedQuery(
    """
    select revision, name, kind from case_party p join journal using (case_id)
    where p.organisation = $1 and p.alias = $2 and kind in ('migration', 'merger')
    order by revision
    """
  )

  /// The same columns as ``page``, for the cases under these ids of the organisation.
  static let named = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.settings_revision, c.settings_revision, c.workflow, c.version, c.seal, c.state_since - date '1970-01-01'
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    where p.organisation = $1 and p.alias = any ($2)
    order by p.alias
    """
  )

  /// The same columns, for those of the organisation among cases by the ids under which the service keeps them.
  static let referred = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.settings_revision, c.settings_revision, c.workflow, c.version, c.seal, c.state_since - date '1970-01-01'
    from directory_revision d
    cross join case_party p
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    where p.organisation = $1 and p.case_id = any ($2)
    """
  )

  /// The same columns, for those of the organisation that refer to a case by one of these hashes.
  static let referring = PreparedQuery(
    """
    select service_now(), d.revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, p.alias,
      d.settings_revision, c.settings_revision, c.workflow, c.version, c.seal, c.state_since - date '1970-01-01'
    from directory_revision d
    cross join (select distinct source_case from case_reference where target = any ($2)) r
    join case_party p on p.case_id = r.source_case
    join case_file c on c.id = p.case_id
    join keyring.case_key k on k.case_id = c.id
    where p.organisation = $1 and p.alias > $3
    order by p.alias limit $4
    """
  )

  /// The id under which the organisation knows the case of a name.
  static let ofName = PreparedQuery(
    """
    select p.alias from case_name n join case_party p on p.case_id = n.case_id where n.hash = $2 and p.organisation = $1
    """
  )

  /// How many cases an organisation has, and how many entries they have in all: a number that only rises, and rises with every
  /// change of any of them.
  static let feedVersion = PreparedQuery(
    """
    select service_now(), d.revision, cases.count, cases.revisions
    from directory_revision d cross join (
      select count(*) as count, coalesce(sum(c.revision), 0)::int8 as revisions
      from case_party p join case_file c on c.id = p.case_id where p.organisation = $1
    ) cases
    """
  )

  static let revisions = PreparedQuery(
    """
    select p.alias, c.revision from case_party p join case_file c on c.id = p.case_id
    where p.organisation = $1 and c.snapshot is not null order by p.alias
    """
  )
}
