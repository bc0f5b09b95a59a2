-- Only for a database that is used locally, to try things out: time that can be moved forward, for all instances at once.
-- A service that was not started for local use refuses a database that has this table.

create table if not exists local_clock (
  singleton boolean primary key default true check (singleton),
  ahead     interval not null check (ahead >= interval '0')
);
insert into local_clock (ahead) values (interval '0') on conflict do nothing;

create or replace function service_now() returns timestamptz
  language sql volatile parallel safe
  return clock_timestamp() + (select ahead from local_clock);

grant select, update on local_clock to casusregie_service;
grant select on local_clock to casusregie_reader;
