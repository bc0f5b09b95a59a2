CREATE SCHEMA keyring;
CREATE FUNCTION public.begin_epoch() RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
  begun text;
begin
  insert into recipient_epoch (organisation, epoch, first_sequence)
  select organisation, epoch, epoch_start from recipient;
  insert into epoch (system_identifier, timeline) select system_identifier, current_timeline() from pg_control_system()
  returning name into begun;
  -- Whoever sends under the epoch of before loses the lease with it, and what it sent is told again under the same ids.
  update recipient
  set epoch = begun, epoch_start = confirmed_sequence + 1, lease = null, leased_until = clock_timestamp();
  return begun;
end
$$;
CREATE FUNCTION public.content_is_gone(of_case uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select not exists (select from keyring.case_key where case_id = of_case)
$$;
CREATE FUNCTION public.current_epoch() RETURNS text
    LANGUAGE sql STABLE
    AS $$ select max(name) from epoch $$;
CREATE FUNCTION public.current_timeline() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
$$;
CREATE FUNCTION public.find_cases(asked_organisation text, asked_order text, after_due_at timestamp with time zone, after_alias uuid, most bigint) RETURNS TABLE(case_id uuid, alias uuid, due_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET enable_sort TO 'off'
    SET enable_incremental_sort TO 'off'
    AS $$
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
CREATE FUNCTION public.follow_history() RETURNS text
    LANGUAGE plpgsql
    AS $$
begin
  for attempt in 1 .. 2 loop
    if (select (e.system_identifier, e.timeline) = (c.system_identifier, current_timeline())
        from epoch e, pg_control_system() c where e.name = current_epoch()) then
      return null;
    end if;
    -- Of two that find out at once, one begins it.
    perform pg_advisory_xact_lock(1919247730, 2);
  end loop;
  return begin_epoch();
end
$$;
CREATE FUNCTION public.forget_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  delete from identity_mark where case_id = old.case_id;
  delete from identity_pair where case_id = old.case_id;
  return null;
end
$$;
CREATE FUNCTION public.forget_names_and_references() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  delete from case_reference where source_case = old.case_id;
  delete from case_name where case_id = old.case_id;
  return null;
end
$$;
CREATE FUNCTION public.hand_over(of_former text, OUT acknowledgements bigint, OUT receipts bigint) RETURNS record
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  with passed as (
    update public.acknowledgement set successor = merger.successor from public.merger
    where merger.former = of_former and coalesce(acknowledgement.successor, acknowledgement.organisation) = of_former
      and acknowledged_at is null and closed_at is null
    returning 1
  ), kept as (
    update public.submission_receipt set organisation = merger.successor from public.merger
    where merger.former = of_former and submission_receipt.organisation = of_former
    returning 1
  )
  select (select count(*) from passed), (select count(*) from kept)
$$;
CREATE FUNCTION public.keep_acknowledgement() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'an acknowledgement is not taken back' using errcode = 'insufficient_privilege';
end
$$;
CREATE FUNCTION public.keep_former_out() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (select from merger where former = new.organisation)
    and not exists (select from case_party where case_id = new.case_id and organisation = new.organisation)
  then
    raise exception 'an organisation that is merged into another' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
CREATE FUNCTION public.list_cases(cases uuid[], listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamp with time zone[], listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[], listed_holds_until timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.note_confirmation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  insert into public.confirmation as noted (organisation, minute, sequence)
  values (new.organisation, date_trunc('minute', public.service_now(), 'UTC'), new.confirmed_sequence)
  on conflict (organisation, minute) do update set sequence = greatest(noted.sequence, excluded.sequence);
  return null;
end $$;
CREATE FUNCTION public.raise_directory_revision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update directory_revision set revision = revision + 1;
  return null;
end $$;
CREATE FUNCTION public.remove_acknowledgements(days bigint, batch bigint) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  with gone as (
    delete from public.acknowledgement where event_id in (
      select event_id from public.acknowledgement settled
      where (acknowledged_at is not null or closed_at is not null)
        and coalesce(acknowledged_at, closed_at) < public.service_now() - greatest(days, 30) * interval '24 hours'
        and not exists (
          select from public.outbox asking
          where asking.event_id = settled.event_id and asking.asks_acknowledgement and asking.causation is null)
      limit batch)
    returning 1
  )
  select count(*) from gone
$$;
CREATE FUNCTION public.remove_confirmed_events(days bigint, after bigint, batch bigint, OUT total bigint, OUT last bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  before constant timestamptz := public.service_now() - greatest(days, 30) * interval '24 hours';
begin
  total := 0;
  -- Two at once would count for the same recipients in another order, and wait for each other.
  if not pg_try_advisory_xact_lock(1919247730, 1) then return; end if;
  if after = 0 then delete from public.confirmation where minute < before - interval '1 minute' and minute > '-infinity'; end if;
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
CREATE FUNCTION public.remove_settled_timers(days bigint, after_case uuid, after_deadline text, after_generation bigint, after_number bigint, batch bigint, OUT total bigint, OUT last_case uuid, OUT last_deadline text, OUT last_generation bigint, OUT last_number bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.service_now() RETURNS timestamp with time zone
    LANGUAGE sql PARALLEL SAFE
    RETURN clock_timestamp();
CREATE FUNCTION public.write_cases(file_id uuid[], file_workflow text[], file_version text[], file_region text[], file_state text[], file_revision bigint[], file_head bytea[], file_seal bytea[], file_snapshot bytea[], file_changed_at timestamp with time zone[], file_settings bigint[], file_before bigint[], file_wrapped_by text[], file_wrapped bytea[], file_destruction bytea[], party_case uuid[], party_organisation text[], party_alias uuid[], entry_case uuid[], entry_revision bigint[], entry_recorded_at timestamp with time zone[], entry_kind text[], entry_name text[], entry_timer bigint[], entry_due_at timestamp with time zone[], entry_organisation text[], entry_role text[], entry_ground text[], entry_from text[], entry_to text[], entry_audience text[], entry_content bytea[], entry_previous bytea[], entry_hash bytea[], entry_events_hash bytea[], event_case uuid[], event_revision bigint[], event_ground text[], event_recorded_at timestamp with time zone[], event_organisation text[], event_subject uuid[], event_name text[], event_asks boolean[], event_for_receipt boolean[], timer_case uuid[], timer_deadline text[], timer_generation bigint[], timer_number bigint[], timer_outcome text[], timer_at timestamp with time zone[], receipt_id bytea[], receipt_digest bytea[], receipt_answer bytea[], receipt_recorded_at timestamp with time zone[], began_id uuid[], began_organisation text[], began_role text[], began_content bytea[], began_recorded_at timestamp with time zone[], reply_organisation text[], reply_event text[], reply_causation uuid[], reply_content bytea[], listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamp with time zone[], listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[], listed_holds_until timestamp with time zone[], longest_wait bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.write_cases(file_id uuid[], file_workflow text[], file_version text[], file_region text[], file_state text[], file_revision bigint[], file_head bytea[], file_seal bytea[], file_snapshot bytea[], file_changed_at timestamp with time zone[], file_settings bigint[], file_before bigint[], file_wrapped_by text[], file_wrapped bytea[], file_destruction bytea[], party_case uuid[], party_organisation text[], party_alias uuid[], entry_case uuid[], entry_revision bigint[], entry_recorded_at timestamp with time zone[], entry_kind text[], entry_name text[], entry_timer bigint[], entry_due_at timestamp with time zone[], entry_organisation text[], entry_role text[], entry_ground text[], entry_from text[], entry_to text[], entry_audience text[], entry_content bytea[], entry_previous bytea[], entry_hash bytea[], entry_events_hash bytea[], event_case uuid[], event_revision bigint[], event_ground text[], event_recorded_at timestamp with time zone[], event_organisation text[], event_subject uuid[], event_name text[], event_asks boolean[], event_for_receipt boolean[], timer_case uuid[], timer_deadline text[], timer_generation bigint[], timer_number bigint[], timer_outcome text[], timer_at timestamp with time zone[], receipt_id bytea[], receipt_digest bytea[], receipt_answer bytea[], receipt_recorded_at timestamp with time zone[], began_id uuid[], began_organisation text[], began_role text[], began_content bytea[], began_recorded_at timestamp with time zone[], reply_organisation text[], reply_event text[], reply_causation uuid[], reply_content bytea[], listed_case uuid[], listed_organisation text[], listed_number bigint[], listed_alias uuid[], listed_due_at timestamp with time zone[], listed_roles text[], listed_is_open boolean[], listed_is_suspended boolean[], listed_awaited text[], listed_holds_until timestamp with time zone[], longest_wait bigint, file_state_since date[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE TABLE keyring.case_key (
    case_id uuid NOT NULL,
    wrapped_by text NOT NULL,
    wrapped bytea NOT NULL
);
CREATE TABLE public.acknowledgement (
    event_id uuid NOT NULL,
    organisation text NOT NULL,
    subject uuid NOT NULL,
    revision bigint NOT NULL,
    event text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone NOT NULL,
    reminders integer DEFAULT 0 NOT NULL,
    acknowledged_at timestamp with time zone,
    closed_at timestamp with time zone,
    account bytea,
    successor text,
    CONSTRAINT acknowledgement_check CHECK ((successor <> organisation)),
    CONSTRAINT acknowledgement_closed_check CHECK (((closed_at IS NULL) = (account IS NULL))),
    CONSTRAINT acknowledgement_reminders_check CHECK ((reminders >= 0))
);
CREATE TABLE public.administration_journal (
    number bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    proposal bigint NOT NULL,
    plan bytea,
    content bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT administration_journal_check CHECK (((kind = ANY (ARRAY['proposed'::text, 'recorded'::text])) = (proposal = number))),
    CONSTRAINT administration_journal_check1 CHECK (((kind = 'approved'::text) = (plan IS NOT NULL))),
    CONSTRAINT administration_journal_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT administration_journal_kind_check CHECK ((kind = ANY (ARRAY['proposed'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'recorded'::text]))),
    CONSTRAINT administration_journal_number_check CHECK ((number > 0)),
    CONSTRAINT administration_journal_plan_check CHECK ((length(plan) = 32)),
    CONSTRAINT administration_journal_previous_check CHECK ((length(previous) = 32)),
    CONSTRAINT administration_journal_seal_check CHECK ((length(seal) = 32))
);
CREATE TABLE public.administration_seal (
    single boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    head bytea NOT NULL,
    revision bigint NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT administration_seal_head_check CHECK ((length(head) = 32)),
    CONSTRAINT administration_seal_number_check CHECK ((number > 0)),
    CONSTRAINT administration_seal_revision_check CHECK ((revision >= 0)),
    CONSTRAINT administration_seal_seal_check CHECK ((length(seal) = 32)),
    CONSTRAINT administration_seal_single_check CHECK (single)
);
CREATE TABLE public.alarm (
    kind text NOT NULL,
    raised_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    held_until timestamp with time zone NOT NULL,
    CONSTRAINT alarm_kind_check CHECK ((kind = ANY (ARRAY['termijnen'::text, 'broker'::text, 'onbestelbaar'::text, 'bezorging'::text, 'opdrachten'::text, 'ontvangstbevestiging'::text])))
);
CREATE TABLE public.calendar_entry (
    id uuid NOT NULL,
    fingerprint bytea NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_entry_fingerprint_check CHECK ((length(fingerprint) = 32))
);
CREATE TABLE public.calendar_feed (
    id uuid NOT NULL,
    secret bytea NOT NULL,
    owner bytea NOT NULL,
    content bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT calendar_feed_owner_check CHECK ((length(owner) = 32)),
    CONSTRAINT calendar_feed_secret_check CHECK ((length(secret) = 32))
);
CREATE TABLE public.case_file (
    id uuid NOT NULL,
    workflow text NOT NULL,
    version text NOT NULL,
    region text NOT NULL,
    state text NOT NULL,
    revision bigint NOT NULL,
    head bytea NOT NULL,
    seal bytea NOT NULL,
    snapshot bytea,
    opened_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    settings_revision bigint DEFAULT 0 NOT NULL,
    state_since date DEFAULT ((public.service_now() AT TIME ZONE 'Europe/Amsterdam'::text))::date,
    CONSTRAINT case_file_head_check CHECK ((length(head) = 32)),
    CONSTRAINT case_file_revision_check CHECK ((revision > 0)),
    CONSTRAINT case_file_seal_check CHECK ((length(seal) = 32))
)
WITH (fillfactor='60');
CREATE TABLE public.case_listing (
    case_id uuid NOT NULL,
    organisation text NOT NULL,
    number integer NOT NULL,
    alias uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    roles text[],
    is_open boolean DEFAULT true NOT NULL,
    is_suspended boolean DEFAULT false NOT NULL,
    awaited text[] DEFAULT '{}'::text[] NOT NULL,
    holds_until timestamp with time zone NOT NULL,
    state_since date DEFAULT 'infinity'::date NOT NULL
)
WITH (fillfactor='80', autovacuum_analyze_threshold='1000', autovacuum_analyze_scale_factor='0.02');
CREATE TABLE public.case_name (
    hash bytea NOT NULL,
    case_id uuid NOT NULL
);
CREATE TABLE public.case_party (
    organisation text NOT NULL,
    alias uuid NOT NULL,
    case_id uuid NOT NULL
);
CREATE TABLE public.case_reference (
    source_case uuid NOT NULL,
    target bytea NOT NULL
);
CREATE TABLE public.confirmation (
    organisation text NOT NULL,
    minute timestamp with time zone NOT NULL,
    sequence bigint NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.dead_letter (
    id bigint NOT NULL,
    organisation text NOT NULL,
    received_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    reason text NOT NULL,
    digest bytea NOT NULL,
    content bytea,
    settled_at timestamp with time zone,
    outcome text,
    account bytea,
    retry_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    CONSTRAINT dead_letter_check CHECK (((settled_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT dead_letter_check1 CHECK (((outcome IS DISTINCT FROM 'dropped'::text) OR ((content IS NULL) AND (account IS NOT NULL)))),
    CONSTRAINT dead_letter_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT dead_letter_handled_check CHECK (((outcome IS DISTINCT FROM 'handled'::text) OR (content IS NULL))),
    CONSTRAINT dead_letter_outcome_check CHECK ((outcome = ANY (ARRAY['dropped'::text, 'ended'::text, 'handled'::text]))),
    CONSTRAINT dead_letter_retry_check CHECK (((retry_at IS NULL) OR ((settled_at IS NULL) AND (content IS NOT NULL))))
);
ALTER TABLE public.dead_letter ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dead_letter_journal (
    id bigint NOT NULL,
    dead_letter bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    kind text NOT NULL,
    reason text,
    account bytea,
    CONSTRAINT dead_letter_journal_check CHECK (((kind = ANY (ARRAY['shown'::text, 'retry-asked'::text, 'dropped'::text])) = (account IS NOT NULL))),
    CONSTRAINT dead_letter_journal_check1 CHECK (((kind = ANY (ARRAY['retry-ended'::text, 'ended'::text])) = (reason IS NOT NULL))),
    CONSTRAINT dead_letter_journal_kind_check CHECK ((kind = ANY (ARRAY['shown'::text, 'retry-asked'::text, 'retry-ended'::text, 'handled'::text, 'dropped'::text, 'ended'::text])))
);
ALTER TABLE public.dead_letter_journal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dead_letter_journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.destruction (
    case_id uuid NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE public.directory_journal (
    number bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    digest bytea NOT NULL,
    previous bytea NOT NULL,
    seal bytea NOT NULL,
    proposal bigint,
    CONSTRAINT directory_journal_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT directory_journal_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'workflow'::text, 'acknowledgement'::text, 'condition'::text, 'mandate'::text]))),
    CONSTRAINT directory_journal_number_check CHECK ((number > 0)),
    CONSTRAINT directory_journal_previous_check CHECK ((length(previous) = 32)),
    CONSTRAINT directory_journal_seal_check CHECK ((length(seal) = 32))
);
CREATE TABLE public.directory_revision (
    singleton boolean DEFAULT true NOT NULL,
    revision bigint NOT NULL,
    settings_revision bigint DEFAULT 0 NOT NULL,
    CONSTRAINT directory_revision_singleton_check CHECK (singleton)
);
CREATE TABLE public.epoch (
    name text DEFAULT to_char((clock_timestamp() AT TIME ZONE 'UTC'::text), 'YYYYMMDD"T"HH24MISSUS"Z"'::text) NOT NULL,
    system_identifier bigint NOT NULL,
    timeline bigint NOT NULL
);
CREATE TABLE public.identity_mark (
    case_id uuid NOT NULL,
    subject text NOT NULL,
    content bytea,
    asked boolean DEFAULT false NOT NULL
);
CREATE TABLE public.identity_pair (
    case_id uuid NOT NULL,
    pair bytea NOT NULL,
    CONSTRAINT identity_pair_pair_check CHECK ((length(pair) = 32))
);
CREATE TABLE public.identity_round (
    single boolean DEFAULT true NOT NULL,
    done timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    held_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT identity_round_single_check CHECK (single)
);
CREATE TABLE public.inbox_attempt (
    organisation text NOT NULL,
    digest bytea NOT NULL,
    count integer NOT NULL,
    CONSTRAINT inbox_attempt_digest_check CHECK ((length(digest) = 32))
);
CREATE TABLE public.inbox_refusal (
    organisation text NOT NULL,
    day date NOT NULL,
    code text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT inbox_refusal_count_check CHECK ((count > 0))
);
CREATE TABLE public.inbox_wait (
    organisation text NOT NULL,
    lanes integer NOT NULL,
    since timestamp with time zone NOT NULL,
    reason text NOT NULL,
    held_until timestamp with time zone NOT NULL,
    CONSTRAINT inbox_wait_lanes_check CHECK ((lanes > 0))
);
CREATE TABLE public.journal (
    case_id uuid NOT NULL,
    revision bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    timer integer,
    due_at timestamp with time zone,
    organisation text,
    role text,
    ground text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    audience text[] NOT NULL,
    content bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    events_hash bytea,
    CONSTRAINT journal_check CHECK (((kind = 'deadline'::text) = ((timer IS NOT NULL) AND (due_at IS NOT NULL)))),
    CONSTRAINT journal_check1 CHECK (((kind = 'transferred'::text) OR ((kind = 'command'::text) = ((organisation IS NOT NULL) AND (role IS NOT NULL))))),
    CONSTRAINT journal_events_hash_check CHECK ((length(events_hash) = 32)),
    CONSTRAINT journal_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT journal_kind_check CHECK ((kind = ANY (ARRAY['command'::text, 'deadline'::text, 'migration'::text, 'configuration'::text, 'merger'::text, 'matched'::text, 'transferred'::text]))),
    CONSTRAINT journal_previous_check CHECK ((length(previous) = 32)),
    CONSTRAINT journal_revision_check CHECK ((revision > 0))
);
CREATE TABLE public.mandate (
    number bigint NOT NULL,
    principal text NOT NULL,
    agent text NOT NULL,
    workflow text NOT NULL,
    roles text[] NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT mandate_check CHECK ((agent <> principal)),
    CONSTRAINT mandate_check1 CHECK ((valid_until >= valid_from)),
    CONSTRAINT mandate_number_check CHECK ((number > 0)),
    CONSTRAINT mandate_roles_check CHECK ((cardinality(roles) > 0))
);
CREATE TABLE public.merger (
    former text NOT NULL,
    successor text NOT NULL,
    proposal bigint NOT NULL,
    begun_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    ended_at timestamp with time zone,
    seal bytea NOT NULL,
    CONSTRAINT merger_check CHECK ((successor <> former)),
    CONSTRAINT merger_seal_check CHECK ((length(seal) = 32))
);
CREATE TABLE public.organisation (
    number text NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    roles text[] NOT NULL,
    registered_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    removed_at timestamp with time zone,
    removal bytea,
    CONSTRAINT organisation_name_check CHECK ((name <> ''::text)),
    CONSTRAINT organisation_number_check CHECK ((number ~ '^[0-9A-Z]{20}$'::text)),
    CONSTRAINT organisation_region_check CHECK ((region <> ''::text)),
    CONSTRAINT organisation_removal_check CHECK (((removed_at IS NULL) = (removal IS NULL))),
    CONSTRAINT organisation_roles_check CHECK ((cardinality(roles) > 0))
);
CREATE TABLE public.organisation_condition (
    organisation text NOT NULL,
    condition text NOT NULL,
    valid_until date NOT NULL
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    organisation text NOT NULL,
    case_id uuid,
    revision bigint,
    subject uuid,
    event text NOT NULL,
    ground text,
    recorded_at timestamp with time zone NOT NULL,
    sequence bigint,
    causation uuid,
    content bytea,
    asks_acknowledgement boolean DEFAULT false NOT NULL,
    for_receipt boolean DEFAULT false NOT NULL,
    CONSTRAINT outbox_case_check CHECK (((num_nulls(case_id, revision, ground) = ANY (ARRAY[0, 3])) AND ((case_id IS NULL) OR (subject IS NOT NULL)) AND ((case_id IS NOT NULL) OR (subject IS NULL) OR (asks_acknowledgement AND (causation IS NOT NULL))))),
    CONSTRAINT outbox_content_check CHECK ((((content IS NULL) OR (causation IS NOT NULL)) AND ((causation IS NULL) OR (case_id IS NULL))))
);
ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partner_key (
    organisation text NOT NULL,
    name text NOT NULL,
    purpose text NOT NULL,
    point bytea NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    seal bytea NOT NULL,
    CONSTRAINT partner_key_point_check CHECK ((length(point) = 64)),
    CONSTRAINT partner_key_purpose_check CHECK ((purpose = ANY (ARRAY['sig'::text, 'enc'::text]))),
    CONSTRAINT partner_key_seal_check CHECK ((length(seal) = 32))
);
CREATE TABLE public.partner_reading (
    organisation text NOT NULL,
    taken bigint NOT NULL,
    read_at timestamp with time zone
);
CREATE TABLE public.receipt (
    id bytea NOT NULL,
    digest bytea NOT NULL,
    answer bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT receipt_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT receipt_id_check CHECK ((length(id) = 32))
)
WITH (autovacuum_analyze_threshold='1000', autovacuum_analyze_scale_factor='0.02', autovacuum_vacuum_threshold='1000');
CREATE TABLE public.recipient (
    organisation text NOT NULL,
    queue text NOT NULL,
    last_sequence bigint DEFAULT 0 NOT NULL,
    confirmed_sequence bigint DEFAULT 0 NOT NULL,
    lease uuid,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    retry_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    low_water_mark bigint DEFAULT 0 NOT NULL,
    removed bigint DEFAULT 0 NOT NULL,
    epoch text DEFAULT public.current_epoch() NOT NULL,
    epoch_start bigint DEFAULT 1 NOT NULL,
    former_queue text,
    moved_at timestamp with time zone,
    commands text,
    suspended_at timestamp with time zone,
    username text,
    former_username text,
    rotated_at timestamp with time zone,
    trouble text,
    CONSTRAINT recipient_check CHECK ((confirmed_sequence <= last_sequence)),
    CONSTRAINT recipient_epoch_start_check CHECK ((epoch_start > 0)),
    CONSTRAINT recipient_removed_check CHECK (((removed >= 0) AND (removed <= confirmed_sequence))),
    CONSTRAINT recipient_rotation_check CHECK (((former_username IS NULL) = (rotated_at IS NULL)))
)
WITH (fillfactor='50');
CREATE TABLE public.recipient_epoch (
    organisation text NOT NULL,
    epoch text NOT NULL,
    first_sequence bigint NOT NULL
);
CREATE TABLE public.removal (
    singleton boolean DEFAULT true NOT NULL,
    events_before timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT removal_singleton_check CHECK (singleton)
);
CREATE TABLE public.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    compatible_from integer
);
CREATE TABLE public.settings_journal (
    number bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    proposal bigint NOT NULL,
    plan bytea,
    content bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    seal bytea,
    CONSTRAINT settings_journal_check CHECK (((kind = 'proposed'::text) = (proposal = number))),
    CONSTRAINT settings_journal_check1 CHECK (((kind = 'approved'::text) = (plan IS NOT NULL))),
    CONSTRAINT settings_journal_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT settings_journal_kind_check CHECK ((kind = ANY (ARRAY['proposed'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text]))),
    CONSTRAINT settings_journal_number_check CHECK ((number > 0)),
    CONSTRAINT settings_journal_plan_check CHECK ((length(plan) = 32)),
    CONSTRAINT settings_journal_previous_check CHECK ((length(previous) = 32)),
    CONSTRAINT settings_journal_seal_check CHECK ((length(seal) = 32))
);
CREATE TABLE public.settings_plan (
    number bigint NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE public.settings_seal (
    single boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    head bytea NOT NULL,
    revision bigint NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT settings_seal_head_check CHECK ((length(head) = 32)),
    CONSTRAINT settings_seal_number_check CHECK ((number > 0)),
    CONSTRAINT settings_seal_revision_check CHECK ((revision >= 0)),
    CONSTRAINT settings_seal_seal_check CHECK ((length(seal) = 32)),
    CONSTRAINT settings_seal_single_check CHECK (single)
);
CREATE TABLE public.standing (
    singleton boolean DEFAULT true NOT NULL,
    told_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT standing_singleton_check CHECK (singleton)
);
CREATE TABLE public.submission_receipt (
    id uuid NOT NULL,
    organisation text NOT NULL,
    role text NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.succession (
    organisation text NOT NULL,
    alias uuid NOT NULL,
    former text NOT NULL,
    case_id uuid NOT NULL
);
CREATE TABLE public.timer (
    case_id uuid NOT NULL,
    deadline text NOT NULL,
    generation integer NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text,
    settled_at timestamp with time zone,
    claimed_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    claimed_by integer,
    CONSTRAINT timer_check CHECK (((outcome IS NULL) = (settled_at IS NULL))),
    CONSTRAINT timer_outcome_check CHECK ((outcome = ANY (ARRAY['fired'::text, 'ended'::text, 'lapsed'::text])))
)
WITH (fillfactor='80');
CREATE TABLE public.trace_link (
    id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation text NOT NULL,
    traceparent text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT trace_link_traceparent_check CHECK ((traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
);
CREATE TABLE public.undated_case (
    case_id uuid NOT NULL
);
CREATE TABLE public.workflow_version (
    workflow text NOT NULL,
    version text NOT NULL,
    digest bytea NOT NULL,
    source text NOT NULL,
    published_at timestamp with time zone DEFAULT public.service_now() NOT NULL,
    CONSTRAINT workflow_version_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT workflow_version_workflow_check CHECK ((workflow ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);
COMMENT ON TABLE public.workflow_version IS 'A row counts only with its sealed entry in directory_journal, which rests on an approval, on the founding of the installation, or on V0035.';
ALTER TABLE ONLY keyring.case_key
    ADD CONSTRAINT case_key_pkey PRIMARY KEY (case_id);
ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT acknowledgement_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.administration_journal
    ADD CONSTRAINT administration_journal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.administration_seal
    ADD CONSTRAINT administration_seal_pkey PRIMARY KEY (single);
ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (kind);
ALTER TABLE ONLY public.calendar_entry
    ADD CONSTRAINT calendar_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_secret_key UNIQUE (secret);
ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_listing
    ADD CONSTRAINT case_listing_pkey PRIMARY KEY (case_id, organisation, number);
ALTER TABLE ONLY public.case_name
    ADD CONSTRAINT case_name_case_id_key UNIQUE (case_id);
ALTER TABLE ONLY public.case_name
    ADD CONSTRAINT case_name_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.case_party
    ADD CONSTRAINT case_party_case_id_organisation_key UNIQUE (case_id, organisation);
ALTER TABLE ONLY public.case_party
    ADD CONSTRAINT case_party_pkey PRIMARY KEY (organisation, alias);
ALTER TABLE ONLY public.case_reference
    ADD CONSTRAINT case_reference_pkey PRIMARY KEY (target, source_case);
ALTER TABLE ONLY public.confirmation
    ADD CONSTRAINT confirmation_pkey PRIMARY KEY (organisation, minute);
ALTER TABLE ONLY public.dead_letter_journal
    ADD CONSTRAINT dead_letter_journal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.destruction
    ADD CONSTRAINT destruction_pkey PRIMARY KEY (case_id);
ALTER TABLE ONLY public.directory_journal
    ADD CONSTRAINT directory_journal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.directory_revision
    ADD CONSTRAINT directory_revision_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.epoch
    ADD CONSTRAINT epoch_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.identity_mark
    ADD CONSTRAINT identity_mark_pkey PRIMARY KEY (case_id, subject);
ALTER TABLE ONLY public.identity_pair
    ADD CONSTRAINT identity_pair_pkey PRIMARY KEY (case_id, pair);
ALTER TABLE ONLY public.identity_round
    ADD CONSTRAINT identity_round_pkey PRIMARY KEY (single);
ALTER TABLE ONLY public.inbox_attempt
    ADD CONSTRAINT inbox_attempt_pkey PRIMARY KEY (organisation, digest);
ALTER TABLE ONLY public.inbox_refusal
    ADD CONSTRAINT inbox_refusal_pkey PRIMARY KEY (organisation, day, code);
ALTER TABLE ONLY public.inbox_wait
    ADD CONSTRAINT inbox_wait_pkey PRIMARY KEY (organisation);
ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (case_id, revision);
ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.merger
    ADD CONSTRAINT merger_pkey PRIMARY KEY (former);
ALTER TABLE ONLY public.organisation_condition
    ADD CONSTRAINT organisation_condition_pkey PRIMARY KEY (organisation, condition);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_key
    ADD CONSTRAINT partner_key_pkey PRIMARY KEY (organisation, name);
ALTER TABLE ONLY public.partner_reading
    ADD CONSTRAINT partner_reading_pkey PRIMARY KEY (organisation);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_commands_key UNIQUE (commands);
ALTER TABLE ONLY public.recipient_epoch
    ADD CONSTRAINT recipient_epoch_pkey PRIMARY KEY (organisation, epoch);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_former_queue_key UNIQUE (former_queue);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_former_username_key UNIQUE (former_username);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_pkey PRIMARY KEY (organisation);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_queue_key UNIQUE (queue);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_username_key UNIQUE (username);
ALTER TABLE ONLY public.removal
    ADD CONSTRAINT removal_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.settings_journal
    ADD CONSTRAINT settings_journal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.settings_plan
    ADD CONSTRAINT settings_plan_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.settings_seal
    ADD CONSTRAINT settings_seal_pkey PRIMARY KEY (single);
ALTER TABLE ONLY public.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.submission_receipt
    ADD CONSTRAINT submission_receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.succession
    ADD CONSTRAINT succession_pkey PRIMARY KEY (organisation, alias);
ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (case_id, deadline, generation, number);
ALTER TABLE ONLY public.trace_link
    ADD CONSTRAINT trace_link_pkey PRIMARY KEY (id, revision, organisation);
ALTER TABLE ONLY public.undated_case
    ADD CONSTRAINT undated_case_pkey PRIMARY KEY (case_id);
ALTER TABLE ONLY public.workflow_version
    ADD CONSTRAINT workflow_version_pkey PRIMARY KEY (workflow, version);
CREATE INDEX case_key_wrapped_by ON keyring.case_key USING btree (wrapped_by);
CREATE INDEX acknowledgement_case ON public.acknowledgement USING btree (organisation, subject);
CREATE INDEX acknowledgement_outstanding ON public.acknowledgement USING btree (told_at) WHERE ((acknowledged_at IS NULL) AND (closed_at IS NULL));
CREATE INDEX acknowledgement_settled ON public.acknowledgement USING btree (COALESCE(acknowledged_at, closed_at)) WHERE ((acknowledged_at IS NOT NULL) OR (closed_at IS NOT NULL));
CREATE INDEX calendar_feed_owner ON public.calendar_feed USING btree (owner);
CREATE INDEX case_file_settings_revision ON public.case_file USING btree (settings_revision, id);
CREATE INDEX case_file_version ON public.case_file USING btree (workflow, version);
CREATE INDEX case_listing_due ON public.case_listing USING btree (organisation, due_at, alias);
CREATE INDEX case_listing_since ON public.case_listing USING btree (organisation, state_since, alias);
CREATE INDEX case_listing_unread ON public.case_listing USING btree (case_id) WHERE (roles IS NULL);
CREATE INDEX case_reference_source ON public.case_reference USING btree (source_case);
CREATE INDEX confirmation_minute ON public.confirmation USING brin (minute);
CREATE INDEX dead_letter_journal_letter ON public.dead_letter_journal USING btree (dead_letter, id);
CREATE INDEX dead_letter_retry ON public.dead_letter USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX dead_letter_waiting ON public.dead_letter USING btree (organisation, id) WHERE (settled_at IS NULL);
CREATE INDEX directory_journal_name ON public.directory_journal USING btree (kind, name, number);
CREATE UNIQUE INDEX directory_journal_proposal ON public.directory_journal USING btree (proposal, kind, name) WHERE (proposal IS NOT NULL);
CREATE INDEX identity_mark_asked ON public.identity_mark USING btree (case_id) WHERE asked;
CREATE INDEX outbox_answer ON public.outbox USING btree (organisation, recorded_at) WHERE ((event = 'vraag.beantwoord'::text) AND (content IS NOT NULL));
CREATE INDEX outbox_asking ON public.outbox USING btree (event_id) WHERE (asks_acknowledgement AND (causation IS NULL));
CREATE INDEX outbox_reminder ON public.outbox USING btree (event_id) WHERE (asks_acknowledgement AND (causation IS NOT NULL));
CREATE UNIQUE INDEX outbox_sequence ON public.outbox USING btree (organisation, sequence) WHERE (sequence IS NOT NULL);
CREATE INDEX outbox_waiting ON public.outbox USING btree (organisation, id) WHERE (sequence IS NULL);
CREATE INDEX receipt_age ON public.receipt USING btree (recorded_at);
CREATE INDEX submission_receipt_age ON public.submission_receipt USING btree (recorded_at);
CREATE INDEX succession_case ON public.succession USING btree (case_id);
CREATE INDEX timer_due ON public.timer USING btree (at) WHERE (outcome IS NULL);
CREATE INDEX trace_link_age ON public.trace_link USING btree (recorded_at);
CREATE TRIGGER marks_go_with_the_key AFTER DELETE ON keyring.case_key FOR EACH ROW EXECUTE FUNCTION public.forget_marks();
CREATE TRIGGER names_and_references_go_with_the_key AFTER DELETE ON keyring.case_key FOR EACH ROW EXECUTE FUNCTION public.forget_names_and_references();
CREATE TRIGGER acknowledgement_kept BEFORE UPDATE ON public.acknowledgement FOR EACH ROW WHEN ((((old.acknowledged_at IS NOT NULL) AND (new.acknowledged_at IS DISTINCT FROM old.acknowledged_at)) OR ((old.closed_at IS NOT NULL) AND ((new.closed_at IS DISTINCT FROM old.closed_at) OR (new.account IS DISTINCT FROM old.account))))) EXECUTE FUNCTION public.keep_acknowledgement();
CREATE TRIGGER event_confirmed AFTER UPDATE OF confirmed_sequence ON public.recipient FOR EACH ROW WHEN ((new.confirmed_sequence > old.confirmed_sequence)) EXECUTE FUNCTION public.note_confirmation();
CREATE TRIGGER former_stays_out BEFORE INSERT ON public.case_party FOR EACH ROW EXECUTE FUNCTION public.keep_former_out();
CREATE TRIGGER mandate_changed AFTER INSERT OR DELETE OR UPDATE ON public.mandate FOR EACH STATEMENT EXECUTE FUNCTION public.raise_directory_revision();
CREATE TRIGGER merger_changed AFTER INSERT ON public.merger FOR EACH STATEMENT EXECUTE FUNCTION public.raise_directory_revision();
CREATE TRIGGER organisation_changed AFTER INSERT OR DELETE OR UPDATE ON public.organisation FOR EACH STATEMENT EXECUTE FUNCTION public.raise_directory_revision();
CREATE TRIGGER organisation_condition_changed AFTER INSERT OR DELETE OR UPDATE ON public.organisation_condition FOR EACH STATEMENT EXECUTE FUNCTION public.raise_directory_revision();
ALTER TABLE ONLY keyring.case_key
    ADD CONSTRAINT case_key_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT acknowledgement_successor_fkey FOREIGN KEY (successor) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.administration_journal
    ADD CONSTRAINT administration_journal_proposal_fkey FOREIGN KEY (proposal) REFERENCES public.administration_journal(number);
ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_workflow_version_fkey FOREIGN KEY (workflow, version) REFERENCES public.workflow_version(workflow, version);
ALTER TABLE ONLY public.case_name
    ADD CONSTRAINT case_name_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id);
ALTER TABLE ONLY public.case_party
    ADD CONSTRAINT case_party_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.case_party
    ADD CONSTRAINT case_party_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.case_reference
    ADD CONSTRAINT case_reference_source_case_fkey FOREIGN KEY (source_case) REFERENCES public.case_file(id);
ALTER TABLE ONLY public.confirmation
    ADD CONSTRAINT confirmation_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.dead_letter_journal
    ADD CONSTRAINT dead_letter_journal_dead_letter_fkey FOREIGN KEY (dead_letter) REFERENCES public.dead_letter(id);
ALTER TABLE ONLY public.dead_letter
    ADD CONSTRAINT dead_letter_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.destruction
    ADD CONSTRAINT destruction_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id);
ALTER TABLE ONLY public.identity_mark
    ADD CONSTRAINT identity_mark_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id);
ALTER TABLE ONLY public.identity_pair
    ADD CONSTRAINT identity_pair_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id);
ALTER TABLE ONLY public.inbox_attempt
    ADD CONSTRAINT inbox_attempt_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.inbox_refusal
    ADD CONSTRAINT inbox_refusal_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.inbox_wait
    ADD CONSTRAINT inbox_wait_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_agent_fkey FOREIGN KEY (agent) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_principal_fkey FOREIGN KEY (principal) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.merger
    ADD CONSTRAINT merger_former_fkey FOREIGN KEY (former) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.merger
    ADD CONSTRAINT merger_successor_fkey FOREIGN KEY (successor) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.organisation_condition
    ADD CONSTRAINT organisation_condition_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.partner_key
    ADD CONSTRAINT partner_key_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.partner_reading
    ADD CONSTRAINT partner_reading_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.recipient_epoch
    ADD CONSTRAINT recipient_epoch_epoch_fkey FOREIGN KEY (epoch) REFERENCES public.epoch(name);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_epoch_fkey FOREIGN KEY (epoch) REFERENCES public.epoch(name);
ALTER TABLE ONLY public.recipient_epoch
    ADD CONSTRAINT recipient_epoch_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.settings_journal
    ADD CONSTRAINT settings_journal_proposal_fkey FOREIGN KEY (proposal) REFERENCES public.settings_journal(number);
ALTER TABLE ONLY public.settings_plan
    ADD CONSTRAINT settings_plan_number_fkey FOREIGN KEY (number) REFERENCES public.settings_journal(number);
ALTER TABLE ONLY public.succession
    ADD CONSTRAINT succession_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.succession
    ADD CONSTRAINT succession_former_fkey FOREIGN KEY (former) REFERENCES public.organisation(number);
ALTER TABLE ONLY public.succession
    ADD CONSTRAINT succession_organisation_fkey FOREIGN KEY (organisation) REFERENCES public.organisation(number);
ALTER TABLE keyring.case_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON keyring.case_key FOR SELECT TO casusregie_reader USING ((EXISTS ( SELECT
   FROM public.case_listing l
  WHERE ((l.case_id = case_key.case_id) AND (l.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)));
CREATE POLICY service ON keyring.case_key TO casusregie_service USING (true) WITH CHECK (true);
ALTER TABLE public.acknowledgement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.case_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.case_listing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.case_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.case_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.case_reference ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.destruction ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_pair ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON public.case_file FOR SELECT TO casusregie_reader USING (((EXISTS ( SELECT
   FROM public.case_listing l
  WHERE ((l.case_id = case_file.id) AND (l.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)) OR ((snapshot IS NULL) AND (EXISTS ( SELECT
   FROM public.case_party p
  WHERE ((p.case_id = case_file.id) AND (p.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)))));
CREATE POLICY reader ON public.case_listing FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.case_name FOR SELECT TO casusregie_reader USING ((EXISTS ( SELECT
   FROM public.case_listing l
  WHERE ((l.case_id = case_name.case_id) AND (l.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)));
CREATE POLICY reader ON public.case_party FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.case_reference FOR SELECT TO casusregie_reader USING ((EXISTS ( SELECT
   FROM public.case_listing l
  WHERE ((l.case_id = case_reference.source_case) AND (l.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)));
CREATE POLICY reader ON public.destruction FOR SELECT TO casusregie_reader USING ((EXISTS ( SELECT
   FROM public.case_party p
  WHERE ((p.case_id = destruction.case_id) AND (p.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)));
CREATE POLICY reader ON public.journal FOR SELECT TO casusregie_reader USING ((EXISTS ( SELECT
   FROM public.case_listing l
  WHERE ((l.case_id = journal.case_id) AND (l.organisation = current_setting('casusregie.organisation'::text, true)))
 OFFSET 0)));
CREATE POLICY reader ON public.outbox FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.recipient FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.recipient_epoch FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.submission_receipt FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
CREATE POLICY reader ON public.succession FOR SELECT TO casusregie_reader USING ((organisation = current_setting('casusregie.organisation'::text, true)));
ALTER TABLE public.recipient ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recipient_epoch ENABLE ROW LEVEL SECURITY;
CREATE POLICY service ON public.acknowledgement TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.case_file TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.case_listing TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.case_name TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.case_party TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.case_reference TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.destruction TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.identity_mark TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.identity_pair TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.journal TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.outbox TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.recipient TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.recipient_epoch TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.submission_receipt TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.succession TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.timer TO casusregie_service USING (true) WITH CHECK (true);
CREATE POLICY service ON public.undated_case TO casusregie_service USING (true) WITH CHECK (true);
ALTER TABLE public.submission_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.succession ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.timer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.undated_case ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA keyring TO casusregie_service;
GRANT USAGE ON SCHEMA keyring TO casusregie_reader;
GRANT USAGE ON SCHEMA public TO casusregie_service;
GRANT USAGE ON SCHEMA public TO casusregie_reader;
REVOKE ALL ON FUNCTION public.content_is_gone(of_case uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.content_is_gone(of_case uuid) TO casusregie_service;
GRANT ALL ON FUNCTION public.content_is_gone(of_case uuid) TO casusregie_reader;
REVOKE ALL ON FUNCTION public.hand_over(of_former text, OUT acknowledgements bigint, OUT receipts bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hand_over(of_former text, OUT acknowledgements bigint, OUT receipts bigint) TO casusregie_service;
REVOKE ALL ON FUNCTION public.note_confirmation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.remove_acknowledgements(days bigint, batch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_acknowledgements(days bigint, batch bigint) TO casusregie_service;
REVOKE ALL ON FUNCTION public.remove_confirmed_events(days bigint, after bigint, batch bigint, OUT total bigint, OUT last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_confirmed_events(days bigint, after bigint, batch bigint, OUT total bigint, OUT last bigint) TO casusregie_service;
REVOKE ALL ON FUNCTION public.remove_settled_timers(days bigint, after_case uuid, after_deadline text, after_generation bigint, after_number bigint, batch bigint, OUT total bigint, OUT last_case uuid, OUT last_deadline text, OUT last_generation bigint, OUT last_number bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_settled_timers(days bigint, after_case uuid, after_deadline text, after_generation bigint, after_number bigint, batch bigint, OUT total bigint, OUT last_case uuid, OUT last_deadline text, OUT last_generation bigint, OUT last_number bigint) TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE keyring.case_key TO casusregie_service;
GRANT SELECT ON TABLE keyring.case_key TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.acknowledgement TO casusregie_service;
GRANT UPDATE(told_at) ON TABLE public.acknowledgement TO casusregie_service;
GRANT UPDATE(reminders) ON TABLE public.acknowledgement TO casusregie_service;
GRANT UPDATE(acknowledged_at) ON TABLE public.acknowledgement TO casusregie_service;
GRANT UPDATE(closed_at) ON TABLE public.acknowledgement TO casusregie_service;
GRANT UPDATE(account) ON TABLE public.acknowledgement TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.administration_journal TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.administration_seal TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alarm TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.calendar_entry TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_feed TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.case_file TO casusregie_service;
GRANT SELECT ON TABLE public.case_file TO casusregie_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_listing TO casusregie_service;
GRANT SELECT ON TABLE public.case_listing TO casusregie_reader;
GRANT SELECT,INSERT,DELETE ON TABLE public.case_name TO casusregie_service;
GRANT SELECT ON TABLE public.case_name TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.case_party TO casusregie_service;
GRANT SELECT ON TABLE public.case_party TO casusregie_reader;
GRANT SELECT,INSERT,DELETE ON TABLE public.case_reference TO casusregie_service;
GRANT SELECT ON TABLE public.case_reference TO casusregie_reader;
GRANT SELECT ON TABLE public.confirmation TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.dead_letter TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.dead_letter_journal TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.destruction TO casusregie_service;
GRANT SELECT ON TABLE public.destruction TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.directory_journal TO casusregie_service;
GRANT SELECT ON TABLE public.directory_journal TO casusregie_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE public.directory_revision TO casusregie_service;
GRANT SELECT ON TABLE public.directory_revision TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.epoch TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_mark TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_pair TO casusregie_service;
GRANT SELECT,UPDATE ON TABLE public.identity_round TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_attempt TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_refusal TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_wait TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.journal TO casusregie_service;
GRANT SELECT ON TABLE public.journal TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.mandate TO casusregie_service;
GRANT SELECT ON TABLE public.mandate TO casusregie_reader;
GRANT UPDATE(ended_at) ON TABLE public.mandate TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.merger TO casusregie_service;
GRANT SELECT ON TABLE public.merger TO casusregie_reader;
GRANT UPDATE(ended_at) ON TABLE public.merger TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.organisation TO casusregie_service;
GRANT SELECT ON TABLE public.organisation TO casusregie_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE public.organisation_condition TO casusregie_service;
GRANT SELECT ON TABLE public.organisation_condition TO casusregie_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE public.outbox TO casusregie_service;
GRANT SELECT ON TABLE public.outbox TO casusregie_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE public.partner_key TO casusregie_service;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_reading TO casusregie_service;
GRANT SELECT,INSERT,DELETE ON TABLE public.receipt TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.recipient TO casusregie_service;
GRANT SELECT ON TABLE public.recipient TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.recipient_epoch TO casusregie_service;
GRANT SELECT ON TABLE public.recipient_epoch TO casusregie_reader;
GRANT SELECT ON TABLE public.removal TO casusregie_service;
GRANT SELECT ON TABLE public.schema_migration TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.settings_journal TO casusregie_service;
GRANT SELECT ON TABLE public.settings_journal TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.settings_plan TO casusregie_service;
GRANT SELECT,INSERT,UPDATE ON TABLE public.settings_seal TO casusregie_service;
GRANT SELECT ON TABLE public.settings_seal TO casusregie_reader;
GRANT SELECT,UPDATE ON TABLE public.standing TO casusregie_service;
GRANT SELECT,INSERT,DELETE ON TABLE public.submission_receipt TO casusregie_service;
GRANT SELECT ON TABLE public.submission_receipt TO casusregie_reader;
GRANT SELECT,INSERT ON TABLE public.succession TO casusregie_service;
GRANT SELECT ON TABLE public.succession TO casusregie_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE public.timer TO casusregie_service;
GRANT SELECT,INSERT,DELETE ON TABLE public.trace_link TO casusregie_service;
GRANT SELECT,INSERT,DELETE ON TABLE public.undated_case TO casusregie_service;
GRANT SELECT,INSERT ON TABLE public.workflow_version TO casusregie_service;
GRANT SELECT ON TABLE public.workflow_version TO casusregie_reader;
