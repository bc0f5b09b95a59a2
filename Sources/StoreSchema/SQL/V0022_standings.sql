-- When all recipients were last told how far they were told: one instance does it for all, at the same moment for everyone.
create table standing (
  singleton boolean primary key default true check (singleton),
  told_at   timestamptz not null default clock_timestamp()
);
insert into standing default values;
grant select, update on standing to casusregie_service;
