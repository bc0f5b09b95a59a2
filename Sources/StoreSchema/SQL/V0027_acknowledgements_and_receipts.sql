-- What recipients have to acknowledge, and what somebody was answered who may know nothing more of a case.

-- An event that its recipient has to acknowledge: a correction, a restriction, a destruction. The row outlives the event, and the content of
-- the case; it has no id of the case but the one that the recipient knows.
create table acknowledgement (
  event_id        uuid primary key,
  organisation    text not null,
  -- The id under which the organisation knows the case.
  subject         uuid not null,
  -- The entry of the case that told it.
  revision        bigint not null,
  event           text not null,
  recorded_at     timestamptz not null,
  -- When it was last told, a reminder included, and how often it was reminded.
  told_at         timestamptz not null,
  reminders       integer not null default 0 check (reminders >= 0),
  acknowledged_at timestamptz
);
create index acknowledgement_case on acknowledgement (organisation, subject);
create index acknowledgement_outstanding on acknowledgement (told_at) where acknowledged_at is null;
create index acknowledgement_settled on acknowledgement (acknowledged_at) where acknowledged_at is not null;

-- What was acknowledged stays so.
create function keep_acknowledgement() returns trigger language plpgsql as $$
begin
  raise exception 'an acknowledgement is not taken back' using errcode = 'insufficient_privilege';
end
$$;
create trigger acknowledgement_kept before update on acknowledgement
  for each row when (old.acknowledged_at is not null and new.acknowledged_at is distinct from old.acknowledged_at)
  execute function keep_acknowledgement();

grant select, insert on acknowledgement to casusregie_service;
grant update (told_at, reminders, acknowledged_at) on acknowledgement to casusregie_service;

-- Those that were acknowledged so many days ago, some at a time. The others stay, however old.
create function remove_acknowledgements(days bigint, batch bigint) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.acknowledgement where event_id in (
      select event_id from public.acknowledgement
      where acknowledged_at < public.service_now() - greatest(days, 30) * interval '24 hours' limit batch)
    returning 1
  )
  select count(*) from gone
$$;
revoke execute on function remove_acknowledgements from public;
grant execute on function remove_acknowledgements to casusregie_service;

-- What an organisation was answered that began a case and may know nothing more of it. It does not change, whatever becomes of the case.
create table submission_receipt (
  id           uuid primary key,
  organisation text not null,
  role         text not null,
  -- Encrypted with a key of the service.
  content      bytea not null,
  recorded_at  timestamptz not null
);
create index submission_receipt_age on submission_receipt (recorded_at);
grant select, insert, delete on submission_receipt to casusregie_service;

-- A reminder is an event of its own, about the case as its recipient knows it and about no entry. `causation` is the event that has to be
-- acknowledged.
alter table outbox
  add column asks_acknowledgement boolean not null default false,
  add column for_receipt boolean not null default false,
  drop constraint outbox_case_check,
  add constraint outbox_case_check check (
    num_nulls(case_id, revision, ground) in (0, 3)
    and (case_id is null or subject is not null)
    and (case_id is not null or subject is null or (asks_acknowledgement and causation is not null)));
-- A reminder by its own id: whoever acknowledges that one means the event that it reminds of.
create index outbox_reminder on outbox (event_id) where asks_acknowledgement and causation is not null;

alter table alarm drop constraint alarm_kind_check;
alter table alarm add constraint alarm_kind_check
  check (kind in ('termijnen', 'broker', 'onbestelbaar', 'bezorging', 'opdrachten', 'ontvangstbevestiging'));

drop function write_cases;
-- A transaction writes its cases with this, and with nothing else.
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
  longest_wait bigint
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
