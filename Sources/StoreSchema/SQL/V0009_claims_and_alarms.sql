-- Which session claimed a timer, by the number of its server process. A claim counts for as long as that session holds the
-- lock of the same number, and until `claimed_until` at the latest. Null: nobody works on it; when `claimed_until` is still
-- to come, its case was put aside until then.
alter table timer add column claimed_by integer;

-- What is wrong with the service itself, for as long as it is. Each instance that finds it so puts off the end; the row goes,
-- and the all-clear with it, when none has done so for a while.
create table alarm (
  kind       text primary key check (kind in ('termijnen')),
  raised_at  timestamptz not null default service_now(),
  held_until timestamptz not null
);
grant select, insert, update, delete on alarm to casusregie_service;

-- An event of the service itself is about no case.
alter table outbox
  alter case_id drop not null,
  alter revision drop not null,
  alter subject drop not null,
  alter ground drop not null,
  add constraint outbox_case_check check (num_nulls(case_id, revision, subject, ground) in (0, 4));
