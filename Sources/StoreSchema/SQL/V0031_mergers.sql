-- Organisations that are merged into others: their cases go over one by one, each an entry of its journal, and then the rest.

create table merger (
  former     text primary key references organisation,
  successor  text not null references organisation check (successor <> former),
  -- What was approved; the journal of the directory has it too.
  proposal   bigint not null,
  begun_at   timestamptz not null default service_now(),
  ended_at   timestamptz,
  seal       bytea not null check (length(seal) = 32)
);
grant select, insert on merger to casusregie_service;
grant update (ended_at) on merger to casusregie_service;

-- A part of the directory: who is merged gets no part in anything any more.
create trigger merger_changed after insert on merger
  for each statement execute function raise_directory_revision();

-- The ids under which a former knew cases: for its successor they go on to mean those. That a case has gone over is to have its row here.
create table succession (
  organisation text not null references organisation,
  alias        uuid not null,
  -- Whose id it was.
  former       text not null references organisation,
  case_id      uuid not null references case_file deferrable initially deferred,
  primary key (organisation, alias)
);
create index succession_case on succession (case_id);
grant select, insert on succession to casusregie_service;

-- What was decided before a merger began must not bring its former into another case afterwards: it is decided again.
create function keep_former_out() returns trigger language plpgsql as $$
begin
  if exists (select from merger where former = new.organisation)
    and not exists (select from case_party where case_id = new.case_id and organisation = new.organisation)
  then
    raise exception 'an organisation that is merged into another' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger former_stays_out before insert on case_party for each row execute function keep_former_out();

-- Who has to acknowledge in the place of the organisation that was told, when that was merged into another. What an event asked of whom stays as
-- it was, and so does what was acknowledged or ended before.
alter table acknowledgement add column successor text references organisation check (successor <> organisation);

-- What is not about a case that goes over, of an organisation that is merged: what it has to acknowledge, and its receipts.
create function hand_over(of_former text, out acknowledgements bigint, out receipts bigint)
  language sql security definer set search_path = pg_catalog, pg_temp as $$
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
revoke all on function hand_over(text) from public;
grant execute on function hand_over(text) to casusregie_service;

alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check
  check (kind in ('command', 'deadline', 'migration', 'configuration', 'merger'));
