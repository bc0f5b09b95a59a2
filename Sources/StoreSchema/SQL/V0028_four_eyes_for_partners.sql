-- What gives an organisation rights is proposed by one administrator and approved by another. A ledger of the same form as that of
-- deadline settings: a chain of encrypted entries, each sealed under a key that is not in the database.

create table administration_journal (
  number      bigint primary key check (number > 0),
  recorded_at timestamptz not null,
  -- `recorded`: what took rights away, at once and by one.
  kind        text not null check (kind in ('proposed', 'approved', 'rejected', 'withdrawn', 'recorded')),
  proposal    bigint not null references administration_journal,
  -- The digest of the plan that was approved.
  plan        bytea check (length(plan) = 32),
  content     bytea not null,
  previous    bytea not null check (length(previous) = 32),
  hash        bytea not null check (length(hash) = 32),
  seal        bytea not null check (length(seal) = 32),
  check ((kind in ('proposed', 'recorded')) = (proposal = number)),
  check ((kind = 'approved') = (plan is not null))
);
grant select, insert on administration_journal to casusregie_service;

-- The end of the ledger: how many entries, the hash of the last, how many approved something. One row, or none as long as there
-- is no entry.
create table administration_seal (
  single   boolean primary key default true check (single),
  number   bigint not null check (number > 0),
  head     bytea not null check (length(head) = 32),
  revision bigint not null check (revision >= 0),
  seal     bytea not null check (length(seal) = 32)
);
grant select, insert, update on administration_seal to casusregie_service;

-- On which proposal an entry of the directory rests; null for one that needs none, and for those of before. Covered by its seal.
alter table directory_journal add proposal bigint;
create unique index directory_journal_proposal on directory_journal (proposal, kind, name) where proposal is not null;
