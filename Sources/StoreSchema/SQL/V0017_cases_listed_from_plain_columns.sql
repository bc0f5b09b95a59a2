-- What a list of cases is asked for and put in order by, in plain, so that a page does not open every case of an organisation.
--
-- A row is what some roles of an organisation see of a case: those that see the same share one. So an order or a filter tells
-- nobody more than reading each case would. A row only finds cases: what is shown is read from the case, and held against the
-- question again.
create table case_listing (
  case_id      uuid not null,
  organisation text not null,
  -- Counts the rows of one organisation for the case.
  number       integer not null,
  -- The id by which the organisation knows the case.
  alias        uuid not null,
  -- The first moment at which a deadline that they see is due; `infinity` without one.
  due_at       timestamptz not null,
  -- Null while nobody has looked into a case that an earlier release wrote: then it may be anything.
  roles        text[],
  -- Whether they see the state of the case itself.
  is_open      boolean not null default true,
  -- Whether a deadline that they see stands still.
  is_suspended boolean not null default false,
  -- The roles that may have to act in what they see: those that have a command that leads on from the state.
  awaited      text[] not null default '{}',
  -- The next moment at which the clock changes the case. From then on, until it has, the row may be wrong.
  holds_until  timestamptz not null,
  primary key (case_id, organisation, number)
) with (
  fillfactor = 80,
  -- As of receipts: the first statistics wait until there are rows enough for an index.
  autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.02
);
create index case_listing_due on case_listing (organisation, due_at, alias);
-- What is still to be looked into.
create index case_listing_unread on case_listing (case_id) where roles is null;
grant select, insert, update, delete on case_listing to casusregie_service;

insert into case_listing (case_id, organisation, number, alias, due_at, holds_until)
select case_id, organisation, 0, alias, '-infinity', '-infinity'
from case_party join case_file on id = case_id where snapshot is not null;

-- At most so many cases of an organisation behind a place, in an order of theirs: `id`, `due` or `due last`. A case has as many rows
-- as it is due at different moments for different roles. Without sorting: for an organisation that it believes to have few
-- cases PostgreSQL would rather read and sort all of them, and how many an organisation has differs much.
create function look_at_cases(
  asked_organisation text, asked_order text, after_due_at timestamptz, after_alias uuid, most bigint
) returns table (case_id uuid, alias uuid, due_at timestamptz)
language plpgsql stable set enable_sort = off set enable_incremental_sort = off as $$
begin
  case asked_order
    when 'due' then
      return query select l.case_id, l.alias, l.due_at from case_listing l
        where l.organisation = asked_organisation and (l.due_at, l.alias) > (after_due_at, after_alias)
        order by l.due_at, l.alias limit most;
    when 'due last' then
      return query select l.case_id, l.alias, l.due_at from case_listing l
        where l.organisation = asked_organisation and (l.due_at, l.alias) < (after_due_at, after_alias)
        order by l.due_at desc, l.alias desc limit most;
    when 'id' then
      return query select p.case_id, p.alias, '-infinity'::timestamptz from case_party p
        where p.organisation = asked_organisation and p.alias > after_alias
        order by p.alias limit most;
  end case;
end
$$;

-- Makes these rows all there are of `cases`. What already is as it should be is not touched. The caller holds the cases.
create function list_cases(
  cases uuid[],
  listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[],
  -- Null when nothing is due.
  listed_due_at timestamptz[],
  -- Each an array as text.
  listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[],
  -- Null when the clock will change nothing.
  listed_holds_until timestamptz[]
) returns void language plpgsql as $$
begin
  delete from case_listing old
  where old.case_id = any (cases) and not exists (
    select from unnest(listed_case, listed_organisation, listed_number) listed (case_id, organisation, number)
    where listed.case_id = old.case_id and listed.organisation = old.organisation and listed.number = old.number
  );

  insert into case_listing as old
    (case_id, organisation, number, alias, due_at, roles, is_open, is_suspended, awaited, holds_until)
  select case_id, organisation, number, alias, coalesce(due_at, 'infinity'), roles::text[], is_open, is_suspended,
    awaited::text[], coalesce(holds_until, 'infinity')
  from unnest(listed_case, listed_organisation, listed_number, listed_alias, listed_due_at, listed_roles, listed_is_open,
    listed_is_suspended, listed_awaited, listed_holds_until)
    listed (case_id, organisation, number, alias, due_at, roles, is_open, is_suspended, awaited, holds_until)
  where not exists (
    select from case_listing same
    where same.case_id = listed.case_id and same.organisation = listed.organisation and same.number = listed.number
      and same.due_at = coalesce(listed.due_at, 'infinity') and same.roles = listed.roles::text[]
      and same.is_open = listed.is_open and same.is_suspended = listed.is_suspended
      and same.awaited = listed.awaited::text[] and same.holds_until = coalesce(listed.holds_until, 'infinity')
  )
  on conflict (case_id, organisation, number) do update set
    due_at = excluded.due_at, roles = excluded.roles, is_open = excluded.is_open, is_suspended = excluded.is_suspended,
    awaited = excluded.awaited, holds_until = excluded.holds_until;
end
$$;

-- With the rows of lists. Nothing of the one before is called any more: this upgrade is not gradual.
drop function write_cases;
create function write_cases(
  file_id uuid[], file_workflow text[], file_version text[], file_region text[], file_state text[], file_revision bigint[],
  file_head bytea[], file_seal bytea[],
  -- Null when the content is destroyed: the key goes, and `file_destruction` comes.
  file_snapshot bytea[], file_changed_at timestamptz[], file_configuration bigint[],
  -- The revision that the case was decided on; null for a new one, which has a key.
  file_before bigint[], file_wrapped_by text[], file_wrapped bytea[], file_destruction bytea[],
  party_case uuid[], party_organisation text[], party_alias uuid[],
  entry_case uuid[], entry_revision bigint[], entry_recorded_at timestamptz[], entry_kind text[], entry_name text[],
  entry_rung bigint[], entry_due_at timestamptz[], entry_organisation text[], entry_role text[], entry_ground text[],
  entry_from text[], entry_to text[],
  -- Each an array as text: an array of arrays would have to be as long everywhere.
  entry_audience text[], entry_content bytea[], entry_previous bytea[], entry_hash bytea[], entry_told bytea[],
  event_case uuid[], event_revision bigint[], event_ground text[], event_recorded_at timestamptz[],
  event_traceparent text[], event_organisation text[], event_subject uuid[], event_name text[],
  timer_case uuid[], timer_deadline text[], timer_generation bigint[],
  -- Null for all rungs of a deadline that ended.
  timer_rung bigint[],
  -- Null for one that starts, which is due at `timer_at`. The others are settled then.
  timer_outcome text[], timer_at timestamptz[],
  -- The answer to the command, for a sender that may ask again; null without one.
  receipt_id bytea, receipt_digest bytea, receipt_answer bytea, receipt_recorded_at timestamptz,
  -- The arguments of `list_cases`.
  listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamptz[],
  listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[],
  listed_holds_until timestamptz[]
) returns void language plpgsql as $$
begin
  -- A case that somebody holds must not make the others wait, and the commands on those.
  if cardinality(file_id) > 1 then
    perform set_config('lock_timeout', '100ms', true);
  end if;

  -- First, for here of two commands on a case one waits, and has not yet taken ids for its events: so events of a case have
  -- ids in the order of its revisions. When it goes on it finds no row with the revision that it was decided on, and the
  -- journal refuses its entry.
  for i in 1 .. cardinality(file_id) loop
    if file_before[i] is null then
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, configuration)
      values (file_id[i], file_workflow[i], file_version[i], file_region[i], file_state[i], file_revision[i], file_head[i],
        file_seal[i], file_snapshot[i], file_changed_at[i], file_changed_at[i], file_configuration[i]);
      insert into keyring.case_key (case_id, wrapped_by, wrapped)
      values (file_id[i], file_wrapped_by[i], file_wrapped[i]);
    else
      update case_file
      set version = file_version[i], region = file_region[i], state = file_state[i], revision = file_revision[i],
        head = file_head[i], seal = file_seal[i], snapshot = file_snapshot[i], changed_at = file_changed_at[i],
        configuration = file_configuration[i]
      where id = file_id[i] and revision = file_before[i];
    end if;
  end loop;

  for i in 1 .. cardinality(party_case) loop
    insert into case_party (case_id, organisation, alias)
    values (party_case[i], party_organisation[i], party_alias[i])
    on conflict do nothing;
  end loop;

  for i in 1 .. cardinality(entry_case) loop
    insert into journal
      (case_id, revision, recorded_at, kind, name, rung, due_at, organisation, role, ground, from_state, to_state, audience,
       content, previous, hash, told)
    values (entry_case[i], entry_revision[i], entry_recorded_at[i], entry_kind[i], entry_name[i], entry_rung[i],
      entry_due_at[i], entry_organisation[i], entry_role[i], entry_ground[i], entry_from[i], entry_to[i],
      entry_audience[i]::text[], entry_content[i], entry_previous[i], entry_hash[i], entry_told[i]);
  end loop;

  -- After the journal: of two that destroy a case at once, it is the journal that refuses one.
  for i in 1 .. cardinality(file_id) loop
    if file_destruction[i] is not null then
      insert into destruction (case_id, content) values (file_id[i], file_destruction[i]);
      delete from keyring.case_key where case_id = file_id[i];
    end if;
  end loop;

  for i in 1 .. cardinality(event_case) loop
    insert into outbox (case_id, revision, ground, recorded_at, traceparent, organisation, subject, event)
    values (event_case[i], event_revision[i], event_ground[i], event_recorded_at[i], event_traceparent[i],
      event_organisation[i], event_subject[i], event_name[i]);
  end loop;

  -- In the order of the entries: a deadline that begins again ends first, and one that an entry started may end in the next.
  for i in 1 .. cardinality(timer_case) loop
    if timer_outcome[i] is null then
      insert into timer (case_id, deadline, generation, rung, at)
      values (timer_case[i], timer_deadline[i], timer_generation[i], timer_rung[i], timer_at[i]);
    else
      update timer set outcome = timer_outcome[i], settled_at = timer_at[i]
      where case_id = timer_case[i] and deadline = timer_deadline[i]
        and rung = coalesce(timer_rung[i], rung) and outcome is null;
    end if;
  end loop;

  perform list_cases(file_id, listed_case, listed_organisation, listed_number, listed_alias, listed_due_at, listed_roles,
    listed_is_open, listed_is_suspended, listed_awaited, listed_holds_until);

  if receipt_id is not null then
    insert into receipt (id, digest, answer, recorded_at)
    values (receipt_id, receipt_digest, receipt_answer, receipt_recorded_at);
  end if;
end
$$;
