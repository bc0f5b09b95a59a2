-- Events that were told and timers that were settled go after a time. The service's role may remove neither: these functions
-- run as their owner, and remove what is done with and old, whatever they are asked. They take nothing from the schema `public`
-- but what they name with it: on a server where anybody may make things there, somebody's operator would run as the owner.

-- The one row says from when on every event is still there. What the journal says was told before is no longer held against
-- the outbox.
create table removal (
  singleton     boolean primary key default true check (singleton),
  events_before timestamptz not null default '-infinity'
);
insert into removal default values;
grant select on removal to casusregie_service;

-- How many of its events were removed, so that its numbers can still be counted.
alter table recipient
  add column removed bigint not null default 0,
  add constraint recipient_removed_check check (removed between 0 and confirmed_sequence);

-- One batch, in the order of ids from the one after `after`. Old is what was recorded more than `days` ago, and never less than 30.
-- `last` is where the next batch begins; null when none is needed, and also when somebody else is at work.
create function remove_told_events(days bigint, after bigint, batch bigint, out total bigint, out last bigint)
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

-- The same for timers, in the order of their keys.
create function remove_settled_timers(
  days bigint, after_case uuid, after_deadline text, after_generation bigint, after_rung bigint, batch bigint,
  out total bigint, out last_case uuid, out last_deadline text, out last_generation bigint, out last_rung bigint
) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  with looked as materialized (
    select case_id, deadline, generation, rung, outcome, settled_at from public.timer
    where (case_id, deadline, generation, rung) > (after_case, after_deadline, after_generation, after_rung)
    order by case_id, deadline, generation, rung limit batch
  ), gone as (
    delete from public.timer using looked
    where (timer.case_id, timer.deadline, timer.generation, timer.rung)
        = (looked.case_id, looked.deadline, looked.generation, looked.rung)
      and looked.settled_at < public.service_now() - greatest(days, 30) * interval '24 hours'
    returning timer.rung
  )
  select (select count(*) from gone), case_id, deadline, generation, rung
  into total, last_case, last_deadline, last_generation, last_rung
  from (select count(*) = batch as is_full from looked) seen
  left join (
    select * from looked order by case_id desc, deadline desc, generation desc, rung desc limit 1) final on is_full;
end
$$;

revoke execute on function remove_told_events, remove_settled_timers from public;
grant execute on function remove_told_events, remove_settled_timers to casusregie_service;
