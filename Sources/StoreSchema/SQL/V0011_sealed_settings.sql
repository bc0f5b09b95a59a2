-- The journal of settings is sealed, as the journal of a case is: whoever has the database alone can approve nothing.

-- Made with a key that is not in the database, over all columns; null in entries of before.
alter table configuration_journal add column seal bytea check (length(seal) = 32);

-- The end of the journal: how many entries, the hash of the last, how many approved something. One row, or none as long as
-- nothing was ever proposed.
create table configuration_seal (
  single   boolean primary key default true check (single),
  number   bigint not null check (number > 0),
  head     bytea not null check (length(head) = 32),
  revision bigint not null check (revision >= 0),
  seal     bytea not null check (length(seal) = 32)
);

grant select, insert, update on configuration_seal to casusregie_service;

-- Which versions cases follow is asked while something is approved.
create index case_file_version on case_file (workflow, version);

-- The plan on which something was approved: what it said of each case, so that it can be read later what was approved.
-- Encrypted, and bound to the entry and its plan. A table of its own, for the journal is read with every change of settings.
create table configuration_plan (
  number  bigint primary key references configuration_journal,
  content bytea not null
);

grant select, insert on configuration_plan to casusregie_service;
