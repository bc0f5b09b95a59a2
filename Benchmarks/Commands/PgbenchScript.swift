/// What the door asks of PostgreSQL for one command, as a script of pgbench: the same rows in the same order, on the same
/// tables, with values of the same lengths. A statement for each table, where the door gives them all to one function: that is
/// the measure that it is held against.
///
/// Where it differs, pgbench has less to do: it makes nothing up, encrypts nothing, and leaves the answers unread. It
/// cannot use what it read in a pipeline, so ids follow from the number of the case, and a random number stands for the
/// revision and the generation. It sends bytes as text, the only form it knows.
enum PgbenchScript {
  /// One statement a round trip.
  static let plain = variables + reads + writes

  /// The reads in one round trip, the transaction in another.
  static let pipelined = variables + piped(reads) + piped(writes)

  private static func piped(_ statements: String) -> String { "\\startpipeline\n\(statements)\\endpipeline\n" }

  private static let variables = #"""
    \set case random(1, :cases)
    \set number random(2, 2000000000)
    \set receipt random(1, 9000000000000000)

    """#

  private static let reads = """
    select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
      c.settings_revision
    from directory_revision d
    left join case_party p on p.organisation = :clerk and p.alias = md5('alias' || :case)::uuid
    left join case_file c on c.id = p.case_id
    left join keyring.case_key k on k.case_id = c.id;
    select digest, answer from receipt where id = sha256(:receipt::text::bytea);

    """

  private static let writes = """
    begin isolation level read committed;
    update case_file set version = version, region = region, settings_revision = 0, state = :state, revision = :number, head = :hash, seal = :hash, snapshot = :snapshot,
      changed_at = now()
    where id = md5('case' || :case)::uuid and revision <> :number;
    insert into journal
      (case_id, revision, recorded_at, kind, name, timer, due_at, organisation, role, ground, from_state, to_state,
       audience, content, previous, hash)
    values (md5('case' || :case)::uuid, :number, now(), 'command', 'note', null, null, :clerk, 'clerk', :ground, :state,
      :state, :audience, :content, :hash, :hash);
    insert into outbox (case_id, revision, ground, recorded_at, organisation, subject, event)
    select md5('case' || :case)::uuid, :number, :ground, now(), organisation, subject, event
    from unnest(:organisations::text[], :subjects::uuid[], :events::text[]) as notice (organisation, subject, event);
    update timer set outcome = 'ended', settled_at = now()
    where case_id = md5('case' || :case)::uuid and deadline = any (:deadlines::text[]) and outcome is null;
    insert into timer (case_id, deadline, generation, number, at)
    select md5('case' || :case)::uuid, deadline, generation, number, now() + interval '10 days'
    from unnest(:deadlines::text[], array[:number]::bigint[], array[0]::bigint[]) as started (deadline, generation, number);
    insert into receipt (id, digest, answer, recorded_at)
    values (sha256(:receipt::text::bytea), :hash, :answer, now());
    commit;

    """
}
