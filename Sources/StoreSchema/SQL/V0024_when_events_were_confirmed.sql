-- When the broker confirmed events: whoever oversees a case may ask when each organisation was told.

-- Up to which number an organisation's events were confirmed in the course of a minute. One row a minute at most, so that a relay under
-- load writes one row again and again.
create table confirmation (
  organisation text not null references organisation,
  minute timestamptz not null,
  sequence bigint not null,
  primary key (organisation, minute)
) with (fillfactor = 50);

create index confirmation_minute on confirmation using brin (minute);

-- What was confirmed before this step was at a moment that nobody wrote down.
insert into confirmation (organisation, minute, sequence)
select organisation, '-infinity', confirmed_sequence from recipient where confirmed_sequence > 0;

create function note_confirmation() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.confirmation as noted (organisation, minute, sequence)
  values (new.organisation, date_trunc('minute', public.service_now(), 'UTC'), new.confirmed_sequence)
  on conflict (organisation, minute) do update set sequence = greatest(noted.sequence, excluded.sequence);
  return null;
end $$;
revoke all on function note_confirmation() from public;

create trigger event_confirmed after update of confirmed_sequence on recipient
  for each row when (new.confirmed_sequence > old.confirmed_sequence) execute function note_confirmation();

-- They go with the events that they are about: what was confirmed before a moment was recorded before it too.
create or replace function remove_confirmed_events(days bigint, after bigint, batch bigint, out total bigint, out last bigint)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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

grant select on confirmation to casusregie_service;
