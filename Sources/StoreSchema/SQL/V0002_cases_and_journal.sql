-- Cases, who takes part in them, and the record of what happened.

create table case_file (
  id        uuid primary key,
  workflow  text not null,
  version   text not null,
  region    text not null,
  state     text not null,
  revision  bigint not null check (revision > 0),
  -- The hash of the last journal entry, and its seal under a key that is not in the database: together they show that
  -- nothing was cut off the end.
  head      bytea not null check (length(head) = 32),
  seal      bytea not null check (length(seal) = 32),
  -- The case as its journal adds up to, encrypted; null when the content was destroyed.
  snapshot  bytea,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (workflow, version) references workflow_version
)
-- Every command updates its row once: room in the page keeps the new version beside the old, and out of the index.
with (fillfactor = 60);

-- Keys have a schema of their own so that a backup can leave them out and keep them shorter than the rest:
-- what is destroyed here is then destroyed in the backups too.
create schema keyring;

create table keyring.case_key (
  case_id uuid primary key references case_file deferrable initially deferred,
  -- The key-encryption key that wraps this one, by its name.
  wrapped_by text not null,
  wrapped    bytea not null
);

-- Under which id an organisation knows a case. Finding a case goes through here for everyone but the clock, so there is
-- no way to reach a case that one takes no part in.
create table case_party (
  organisation text not null references organisation,
  alias        uuid not null,
  case_id      uuid not null references case_file deferrable initially deferred,
  primary key (organisation, alias),
  unique (case_id, organisation)
);

-- Written once: the service's role may insert and read, and nothing else. The hash covers the hash before, every other
-- column of the row and the digest of the content.
create table journal (
  case_id      uuid not null,
  revision     bigint not null check (revision > 0),
  recorded_at  timestamptz not null,
  kind         text not null check (kind in ('command', 'deadline')),
  name         text not null,
  rung         integer,
  due_at       timestamptz,
  organisation text,
  role         text,
  ground       text not null,
  from_state   text not null,
  to_state     text not null,
  audience     text[] not null,
  content      bytea not null,
  previous     bytea not null check (length(previous) = 32),
  hash         bytea not null check (length(hash) = 32),
  -- Also what makes the loser of two commands at once lose: both would write the same revision.
  primary key (case_id, revision),
  check ((kind = 'deadline') = (rung is not null and due_at is not null)),
  check ((kind = 'command') = (organisation is not null and role is not null))
);

-- The answer to every command, for as long as its sender may send it again. The id is a keyed hash of sender and id, for
-- the sender is a person.
create table receipt (
  id          bytea primary key check (length(id) = 32),
  -- A keyed hash of what was sent: another command under the same id is a mistake of the sender, and is told so.
  digest      bytea not null check (length(digest) = 32),
  -- Encrypted: a refusal repeats names that the sender used.
  answer      bytea not null,
  recorded_at timestamptz not null
);
create index receipt_age on receipt (recorded_at);
