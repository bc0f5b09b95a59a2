-- Names as they are usual, in the schema as in the code: settings, and no second word for them; the timers of a deadline; the
-- low-water mark of a recipient; confirmed events. And `list_cases` by the primary key. Nothing of the former names is used any more: this
-- upgrade is not gradual.
alter table configuration_journal rename to settings_journal;
alter table configuration_plan rename to settings_plan;
alter table configuration_seal rename to settings_seal;
alter table case_file rename configuration to settings_revision;
alter table directory_revision rename configuration to settings_revision;
alter table journal rename rung to timer;
alter table journal rename told to events_hash;
alter table timer rename rung to number;
alter table recipient rename floor to low_water_mark;
alter index case_file_configuration rename to case_file_settings_revision;
alter index outbox_told rename to outbox_sequence;
alter table journal rename constraint journal_told_check to journal_events_hash_check;

do $$
declare named record;
begin
  for named in
    select conrelid::regclass as owner, conname as old, replace(conname, 'configuration_', 'settings_') as new
    from pg_constraint
    where conname like 'configuration\_%' and connamespace = current_schema()::regnamespace
  loop
    execute format('alter table %s rename constraint %I to %I', named.owner, named.old, named.new);
  end loop;
end
$$;

drop function look_at_cases;
-- At most so many cases of an organisation behind a place, in an order of theirs: `id`, `due` or `due last`. A case has as many rows
-- as it is due at different moments for different roles. Without sorting: for an organisation that it believes to have few
-- cases PostgreSQL would rather read and sort all of them, and how many an organisation has differs much.
create function find_cases(
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
create or replace function list_cases(
  cases uuid[],
  listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[],
  -- Null when nothing is due.
  listed_due_at timestamptz[],
  -- Each an array as text.
  listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[],
  -- Null when the clock will change nothing.
  listed_holds_until timestamptz[]
) returns void language plpgsql as $$
declare
  kept bigint := 0;
begin
  for i in 1 .. cardinality(listed_case) loop
    continue when exists (
      select from case_listing same
      where same.case_id = listed_case[i] and same.organisation = listed_organisation[i] and same.number = listed_number[i]
        -- No index can be used for this comparison. An equality on `due_at` would have PostgreSQL read all cases of the
        -- organisation that are due at that moment, and all that have no deadline are due at the same one.
        and (same.due_at, same.roles, same.is_open, same.is_suspended, same.awaited, same.holds_until)
          is not distinct from (coalesce(listed_due_at[i], 'infinity'), listed_roles[i]::text[], listed_is_open[i],
            listed_is_suspended[i], listed_awaited[i]::text[], coalesce(listed_holds_until[i], 'infinity'))
    );
    insert into case_listing
      (case_id, organisation, number, alias, due_at, roles, is_open, is_suspended, awaited, holds_until)
    values (listed_case[i], listed_organisation[i], listed_number[i], listed_alias[i],
      coalesce(listed_due_at[i], 'infinity'), listed_roles[i]::text[], listed_is_open[i], listed_is_suspended[i],
      listed_awaited[i]::text[], coalesce(listed_holds_until[i], 'infinity'))
    on conflict (case_id, organisation, number) do update set
      due_at = excluded.due_at, roles = excluded.roles, is_open = excluded.is_open, is_suspended = excluded.is_suspended,
      awaited = excluded.awaited, holds_until = excluded.holds_until;
  end loop;

  -- Rows to be removed are few, and looking for them by arrays is planned anew each time: so count first, case by case.
  for i in 1 .. cardinality(cases) loop
    kept := kept + (select count(*) from case_listing where case_id = cases[i]);
  end loop;
  if kept > cardinality(listed_case) then
    delete from case_listing old
    where old.case_id = any (cases) and not exists (
      select from unnest(listed_case, listed_organisation, listed_number) listed (case_id, organisation, number)
      where listed.case_id = old.case_id and listed.organisation = old.organisation and listed.number = old.number
    );
  end if;
end
$$;

-- A transaction writes its cases with this, and with nothing else.
drop function write_cases;
create function write_cases(
  file_id uuid[], file_workflow text[], file_version text[], file_region text[], file_state text[], file_revision bigint[],
  file_head bytea[], file_seal bytea[],
  -- Null when the content is destroyed: the key goes, and `file_destruction` comes.
  file_snapshot bytea[], file_changed_at timestamptz[], file_settings bigint[],
  -- The revision that the case was decided on; null for a new one, which has a key.
  file_before bigint[], file_wrapped_by text[], file_wrapped bytea[], file_destruction bytea[],
  party_case uuid[], party_organisation text[], party_alias uuid[],
  entry_case uuid[], entry_revision bigint[], entry_recorded_at timestamptz[], entry_kind text[], entry_name text[],
  entry_timer bigint[], entry_due_at timestamptz[], entry_organisation text[], entry_role text[], entry_ground text[],
  entry_from text[], entry_to text[],
  -- Each an array as text: an array of arrays would have to be as long everywhere.
  entry_audience text[], entry_content bytea[], entry_previous bytea[], entry_hash bytea[], entry_events_hash bytea[],
  event_case uuid[], event_revision bigint[], event_ground text[], event_recorded_at timestamptz[],
  event_traceparent text[], event_organisation text[], event_subject uuid[], event_name text[],
  timer_case uuid[], timer_deadline text[], timer_generation bigint[],
  -- Null for all timers of a deadline that ended.
  timer_number bigint[],
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
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, settings_revision)
      values (file_id[i], file_workflow[i], file_version[i], file_region[i], file_state[i], file_revision[i], file_head[i],
        file_seal[i], file_snapshot[i], file_changed_at[i], file_changed_at[i], file_settings[i]);
      insert into keyring.case_key (case_id, wrapped_by, wrapped)
      values (file_id[i], file_wrapped_by[i], file_wrapped[i]);
    else
      update case_file
      set version = file_version[i], region = file_region[i], state = file_state[i], revision = file_revision[i],
        head = file_head[i], seal = file_seal[i], snapshot = file_snapshot[i], changed_at = file_changed_at[i],
        settings_revision = file_settings[i]
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
      (case_id, revision, recorded_at, kind, name, timer, due_at, organisation, role, ground, from_state, to_state, audience,
       content, previous, hash, events_hash)
    values (entry_case[i], entry_revision[i], entry_recorded_at[i], entry_kind[i], entry_name[i], entry_timer[i],
      entry_due_at[i], entry_organisation[i], entry_role[i], entry_ground[i], entry_from[i], entry_to[i],
      entry_audience[i]::text[], entry_content[i], entry_previous[i], entry_hash[i], entry_events_hash[i]);
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
      insert into timer (case_id, deadline, generation, number, at)
      values (timer_case[i], timer_deadline[i], timer_generation[i], timer_number[i], timer_at[i]);
    else
      update timer set outcome = timer_outcome[i], settled_at = timer_at[i]
      where case_id = timer_case[i] and deadline = timer_deadline[i]
        and number = coalesce(timer_number[i], number) and outcome is null;
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

-- Confirmed events that are older than so many days, of the next `batch` ids after `after`. `last` is where the next call goes
-- on; null at the end.
drop function remove_told_events;
create function remove_confirmed_events(days bigint, after bigint, batch bigint, out total bigint, out last bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before constant timestamptz := public.service_now() - greatest(days, 30) * interval '24 hours';
begin
  total := 0;
  -- Two at once would count for the same recipients in another order, and wait for each other.
  if not pg_try_advisory_xact_lock(1919247730, 1) then return; end if;
  with looked as materialized (
    select id, organisation, sequence, recorded_at from public.outbox where id > after order by id limit batch
  ), gone as (
    delete from public.outbox using looked join public.recipient using (organisation)
    where outbox.id = looked.id and looked.recorded_at < before and looked.sequence <= recipient.confirmed_sequence
    returning outbox.organisation
  ), counted as (
    update public.recipient set removed = recipient.removed + theirs.count
    from (select organisation, count(*) from gone group by organisation) theirs
    where recipient.organisation = theirs.organisation
  ), marked as (
    insert into public.removal as done (events_before) select before where exists (select from gone)
    on conflict (singleton) do update set events_before = before where done.events_before < before
  )
  select (select count(*) from gone), case when count(*) = batch then max(id) filter (where recorded_at < before) end
  into total, last from looked;
end
$$;

-- The same for settled timers, in the order of their keys.
drop function remove_settled_timers;
create function remove_settled_timers(
  days bigint, after_case uuid, after_deadline text, after_generation bigint, after_number bigint, batch bigint,
  out total bigint, out last_case uuid, out last_deadline text, out last_generation bigint, out last_number bigint
) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  with looked as materialized (
    select case_id, deadline, generation, number, outcome, settled_at from public.timer
    where (case_id, deadline, generation, number) > (after_case, after_deadline, after_generation, after_number)
    order by case_id, deadline, generation, number limit batch
  ), gone as (
    delete from public.timer using looked
    where (timer.case_id, timer.deadline, timer.generation, timer.number)
        = (looked.case_id, looked.deadline, looked.generation, looked.number)
      and looked.settled_at < public.service_now() - greatest(days, 30) * interval '24 hours'
    returning timer.number
  )
  select (select count(*) from gone), case_id, deadline, generation, number
  into total, last_case, last_deadline, last_generation, last_number
  from (select count(*) = batch as is_full from looked) seen
  left join (
    select * from looked order by case_id desc, deadline desc, generation desc, number desc limit 1) final on is_full;
end
$$;

revoke execute on function remove_confirmed_events, remove_settled_timers from public;
grant execute on function remove_confirmed_events, remove_settled_timers to casusregie_service;
