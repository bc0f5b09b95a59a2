-- Since which day a case is in its phase: the state of its root machine. Lists say it, and can be put in order by it.
--
-- A day, as events have: what two organisations are shown of one case tells no moment by which they could find out that it is one.
-- Why it is so: docs/decisions/0029-a-row-of-lists-for-what-a-role-sees.md.

-- Null while nobody knows it, and in `undated_case`.
alter table case_file add state_since date;
-- A command of a program of before this step that waits for this step begins a case by the functions of before it, which say no day: it is
-- this one. All others say it, or say that nobody knows it.
alter table case_file alter state_since set default (service_now() at time zone 'Europe/Amsterdam')::date;

-- The cases of which it has still to be read in their journals, whose content only the service can open: those of before this step, and
-- those that a program of before it writes while it is replaced. A table, for an index of `case_file` would cost every command.
create table undated_case (
  case_id uuid primary key
);
grant select, insert, delete on undated_case to casusregie_service;
alter table undated_case enable row level security;
create policy service on undated_case to casusregie_service using (true) with check (true);
insert into undated_case (case_id) select id from case_file where snapshot is not null;

-- For those who see the state. For others, and while nobody knows it, `infinity`: they stand at the end.
alter table case_listing add state_since date not null default 'infinity';
create index case_listing_since on case_listing (organisation, state_since, alias);

-- Also in the order of the day: `since` or `since last`. That day is in `after_due_at` and `due_at` then, as its beginning in UTC.
create or replace function find_cases(
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
    when 'since' then
      return query select l.case_id, l.alias, l.state_since::timestamp at time zone 'UTC' from case_listing l
        where l.organisation = asked_organisation
          and (l.state_since, l.alias) > ((after_due_at at time zone 'UTC')::date, after_alias)
        order by l.state_since, l.alias limit most;
    when 'since last' then
      return query select l.case_id, l.alias, l.state_since::timestamp at time zone 'UTC' from case_listing l
        where l.organisation = asked_organisation
          and (l.state_since, l.alias) < ((after_due_at at time zone 'UTC')::date, after_alias)
        order by l.state_since desc, l.alias desc limit most;
    when 'id' then
      return query select p.case_id, p.alias, '-infinity'::timestamptz from case_party p
        where p.organisation = asked_organisation and p.alias > after_alias
        order by p.alias limit most;
  end case;
end
$$;

-- Makes these rows all there are of `cases`, with the day that `case_file` has. What already is as it should be is not touched. The
-- caller holds the cases.
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
  present uuid;
  since date;
  shown_since date;
begin
  for i in 1 .. cardinality(listed_case) loop
    if present is distinct from listed_case[i] then
      present := listed_case[i];
      since := (select state_since from case_file where id = present);
    end if;
    -- Who does not see the state is not shown by an order since when it is the state.
    shown_since := case when listed_is_open[i] then coalesce(since, 'infinity') else 'infinity' end;
    continue when exists (
      select from case_listing same
      where same.case_id = listed_case[i] and same.organisation = listed_organisation[i] and same.number = listed_number[i]
        -- No index can be used for this comparison. An equality on `due_at` would have PostgreSQL read all cases of the
        -- organisation that are due at that moment, and all that have no deadline are due at the same one.
        and (same.due_at, same.roles, same.is_open, same.is_suspended, same.awaited, same.holds_until, same.state_since)
          is not distinct from (coalesce(listed_due_at[i], 'infinity'), listed_roles[i]::text[], listed_is_open[i],
            listed_is_suspended[i], listed_awaited[i]::text[], coalesce(listed_holds_until[i], 'infinity'), shown_since)
    );
    insert into case_listing
      (case_id, organisation, number, alias, due_at, roles, is_open, is_suspended, awaited, holds_until, state_since)
    values (listed_case[i], listed_organisation[i], listed_number[i], listed_alias[i],
      coalesce(listed_due_at[i], 'infinity'), listed_roles[i]::text[], listed_is_open[i], listed_is_suspended[i],
      listed_awaited[i]::text[], coalesce(listed_holds_until[i], 'infinity'), shown_since)
    on conflict (case_id, organisation, number) do update set
      due_at = excluded.due_at, roles = excluded.roles, is_open = excluded.is_open, is_suspended = excluded.is_suspended,
      awaited = excluded.awaited, holds_until = excluded.holds_until, state_since = excluded.state_since;
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

-- With the day.
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
  event_organisation text[], event_subject uuid[], event_name text[],
  -- Whether the recipient has to acknowledge it; whether all that it may know of the case is what it was answered.
  event_asks boolean[], event_for_receipt boolean[],
  timer_case uuid[], timer_deadline text[], timer_generation bigint[],
  -- Null for all timers of a deadline that ended.
  timer_number bigint[],
  -- Null for one that starts, which is due at `timer_at`. The others are settled then.
  timer_outcome text[], timer_at timestamptz[],
  -- The answers to commands, for senders that may ask again.
  receipt_id bytea[], receipt_digest bytea[], receipt_answer bytea[], receipt_recorded_at timestamptz[],
  -- What was answered to those who began a case and may know nothing more of it.
  began_id uuid[], began_organisation text[], began_role text[], began_content bytea[], began_recorded_at timestamptz[],
  -- Answers that are events to whoever asked.
  reply_organisation text[], reply_event text[], reply_causation uuid[], reply_content bytea[],
  listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamptz[],
  listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[],
  listed_holds_until timestamptz[],
  -- For a case that somebody holds, in milliseconds; null for as long as the session waits for any lock.
  longest_wait bigint,
  -- The day on which the state began that the case is in now; null where this writes no other state.
  file_state_since date[]
) returns void language plpgsql as $$
declare
  told uuid;
begin
  -- A case that somebody holds must not make the others wait, and the commands on those.
  if longest_wait is not null then
    perform set_config('lock_timeout', longest_wait::text, true);
  end if;
  -- First, for here of two commands on a case one waits, and has not yet taken ids for its events: so events of a case have
  -- ids in the order of its revisions. When it goes on it finds no row with the revision that it was decided on, and the
  -- journal refuses its entry.
  for i in 1 .. cardinality(file_id) loop
    if file_before[i] is null then
      insert into case_file
        (id, workflow, version, region, state, state_since, revision, head, seal, snapshot, opened_at, changed_at,
          settings_revision)
      values (file_id[i], file_workflow[i], file_version[i], file_region[i], file_state[i], file_state_since[i],
        file_revision[i], file_head[i], file_seal[i], file_snapshot[i], file_changed_at[i], file_changed_at[i],
        file_settings[i]);
      insert into keyring.case_key (case_id, wrapped_by, wrapped)
      values (file_id[i], file_wrapped_by[i], file_wrapped[i]);
    else
      update case_file
      set version = file_version[i], region = file_region[i], state = file_state[i], revision = file_revision[i],
        head = file_head[i], seal = file_seal[i], snapshot = file_snapshot[i], changed_at = file_changed_at[i],
        settings_revision = file_settings[i], state_since = coalesce(file_state_since[i], state_since)
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
      delete from undated_case where case_id = file_id[i];
    end if;
  end loop;
  for i in 1 .. cardinality(event_case) loop
    insert into outbox
      (case_id, revision, ground, recorded_at, organisation, subject, event, asks_acknowledgement, for_receipt)
    values (event_case[i], event_revision[i], event_ground[i], event_recorded_at[i], event_organisation[i],
      event_subject[i], event_name[i], event_asks[i], event_for_receipt[i])
    returning event_id into told;
    if event_asks[i] then
      insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at)
      values (told, event_organisation[i], event_subject[i], event_revision[i], event_name[i], event_recorded_at[i],
        event_recorded_at[i]);
    end if;
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
  for i in 1 .. cardinality(receipt_id) loop
    insert into receipt (id, digest, answer, recorded_at)
    values (receipt_id[i], receipt_digest[i], receipt_answer[i], receipt_recorded_at[i]);
  end loop;
  for i in 1 .. cardinality(began_id) loop
    insert into submission_receipt (id, organisation, role, content, recorded_at)
    values (began_id[i], began_organisation[i], began_role[i], began_content[i], began_recorded_at[i]);
  end loop;
  if cardinality(reply_organisation) > 0 then
    -- The transaction has a number before it takes an id of the outbox, as those ask who look for the lowest id that may come.
    perform pg_current_xact_id();
  end if;
  for i in 1 .. cardinality(reply_organisation) loop
    insert into outbox (organisation, event, causation, content, recorded_at)
    values (reply_organisation[i], reply_event[i], reply_causation[i], reply_content[i], service_now());
  end loop;
end
$$;

-- What a program of before this step calls: it does not say when a state began. A day that may be wrong goes, and is read in the journal.
-- It goes when no program calls it any more.
create or replace function write_cases(
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
  event_organisation text[], event_subject uuid[], event_name text[],
  -- Whether the recipient has to acknowledge it; whether all that it may know of the case is what it was answered.
  event_asks boolean[], event_for_receipt boolean[],
  timer_case uuid[], timer_deadline text[], timer_generation bigint[],
  -- Null for all timers of a deadline that ended.
  timer_number bigint[],
  -- Null for one that starts, which is due at `timer_at`. The others are settled then.
  timer_outcome text[], timer_at timestamptz[],
  -- The answers to commands, for senders that may ask again.
  receipt_id bytea[], receipt_digest bytea[], receipt_answer bytea[], receipt_recorded_at timestamptz[],
  -- What was answered to those who began a case and may know nothing more of it.
  began_id uuid[], began_organisation text[], began_role text[], began_content bytea[], began_recorded_at timestamptz[],
  -- Answers that are events to whoever asked.
  reply_organisation text[], reply_event text[], reply_causation uuid[], reply_content bytea[],
  listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamptz[],
  listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[],
  listed_holds_until timestamptz[],
  -- For a case that somebody holds, in milliseconds; null for as long as the session waits for any lock.
  longest_wait bigint
) returns void language plpgsql as $$
declare
  undated uuid[] := '{}';
begin
  if longest_wait is not null then
    perform set_config('lock_timeout', longest_wait::text, true);
  end if;
  for i in 1 .. cardinality(file_id) loop
    -- Of one that is destroyed nobody reads it. A state that was left and entered again by several entries has a day of its own.
    continue when file_destruction[i] is not null or file_before[i] is not null
      and (select count(*) from unnest(entry_case) entry where entry = file_id[i]) = 1
      and not exists (select from case_file where id = file_id[i] and state <> file_state[i]);
    update case_file set state_since = null where id = file_id[i] and revision = file_before[i];
    undated := undated || file_id[i];
  end loop;
  perform write_cases(
    file_id, file_workflow, file_version, file_region, file_state, file_revision, file_head, file_seal, file_snapshot,
    file_changed_at, file_settings, file_before, file_wrapped_by, file_wrapped, file_destruction, party_case,
    party_organisation, party_alias, entry_case, entry_revision, entry_recorded_at, entry_kind, entry_name, entry_timer,
    entry_due_at, entry_organisation, entry_role, entry_ground, entry_from, entry_to, entry_audience, entry_content,
    entry_previous, entry_hash, entry_events_hash, event_case, event_revision, event_ground, event_recorded_at,
    event_organisation, event_subject, event_name, event_asks, event_for_receipt, timer_case, timer_deadline,
    timer_generation, timer_number, timer_outcome, timer_at, receipt_id, receipt_digest, receipt_answer,
    receipt_recorded_at, began_id, began_organisation, began_role, began_content, began_recorded_at, reply_organisation,
    reply_event, reply_causation, reply_content, listed_case, listed_organisation, listed_number, listed_alias,
    listed_due_at, listed_roles, listed_is_open, listed_is_suspended, listed_awaited, listed_holds_until, longest_wait,
    array_fill(null::date, array[cardinality(file_id)]));
  insert into undated_case (case_id) select unnest(undated) on conflict do nothing;
end
$$;
