-- Which workflows cases follow, and which organisations take part in them.

-- One clock for everything that is stored or compared. A database for local use replaces this function by one that adds
-- an offset (see LocalClock.sql); every other database keeps it as it is.
create function service_now() returns timestamptz
  language sql volatile parallel safe
  return clock_timestamp();

-- A published version never changes: its text is kept, so that a case can be replayed under it for as long as it lives.
create table workflow_version (
  workflow     text not null check (workflow ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version      text not null,
  digest       bytea not null check (length(digest) = 32),
  source       text not null,
  published_at timestamptz not null default service_now(),
  primary key (workflow, version)
);

create table organisation (
  number        text primary key check (number ~ '^[0-9A-Z]{20}$'),
  name          text not null check (name <> ''),
  region        text not null check (region <> ''),
  roles         text[] not null check (cardinality(roles) > 0),
  registered_at timestamptz not null default service_now()
);

-- One row. Whoever keeps a copy of the directory sees by this number whether the copy is old.
create table directory_revision (
  singleton boolean primary key default true check (singleton),
  revision  bigint not null
);
insert into directory_revision (revision) values (1);

create function raise_directory_revision() returns trigger language plpgsql as $$
begin
  update directory_revision set revision = revision + 1;
  return null;
end $$;

create trigger organisation_changed after insert or update or delete on organisation
  for each statement execute function raise_directory_revision();
