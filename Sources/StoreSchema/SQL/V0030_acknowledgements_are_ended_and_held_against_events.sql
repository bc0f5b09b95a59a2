-- What a recipient has to acknowledge can be ended by a person: for one that is gone, or that said so by telephone. And a row stays for as long
-- as the event that asks it, so that each can be held against the other.

alter table acknowledgement
  add column closed_at timestamptz,
  -- By whom and why, encrypted with a key of the service. The journal of the directory has its digest.
  add column account bytea,
  add constraint acknowledgement_closed_check check ((closed_at is null) = (account is null));
grant update (closed_at, account) on acknowledgement to casusregie_service;

drop index acknowledgement_outstanding;
create index acknowledgement_outstanding on acknowledgement (told_at) where acknowledged_at is null and closed_at is null;
drop index acknowledgement_settled;
create index acknowledgement_settled on acknowledgement (coalesce(acknowledged_at, closed_at))
  where acknowledged_at is not null or closed_at is not null;
-- The events that ask it, for whoever removes what was acknowledged.
create index outbox_asking on outbox (event_id) where asks_acknowledgement and causation is null;

-- What was acknowledged, or ended, stays so.
drop trigger acknowledgement_kept on acknowledgement;
create trigger acknowledgement_kept before update on acknowledgement
  for each row when (
    old.acknowledged_at is not null and new.acknowledged_at is distinct from old.acknowledged_at
    or old.closed_at is not null and (new.closed_at is distinct from old.closed_at or new.account is distinct from old.account))
  execute function keep_acknowledgement();

-- Those that were acknowledged or ended so many days ago and whose event is gone, some at a time. The others stay, however old.
create or replace function remove_acknowledgements(days bigint, batch bigint) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
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

-- The journal of the directory also has what was ended.
alter table directory_journal drop constraint directory_journal_kind_check;
alter table directory_journal add constraint directory_journal_kind_check
  check (kind in ('organisation', 'workflow', 'acknowledgement'));
