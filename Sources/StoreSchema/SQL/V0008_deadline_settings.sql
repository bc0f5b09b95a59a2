-- What administrators set: proposed by one, approved by another, kept for ever.

-- Like the journal of a case: the service's role may insert and read, and nothing else; each entry hashes the one before.
-- Proposals, what became of them, and the settings themselves are what these entries add up to.
create table configuration_journal (
  number      bigint primary key check (number > 0),
  recorded_at timestamptz not null,
  kind        text not null check (kind in ('proposed', 'approved', 'rejected', 'withdrawn')),
  -- The number of the entry that proposed it: of a proposal its own.
  proposal    bigint not null references configuration_journal,
  -- Of an approval: the digest of the plan that was approved.
  plan        bytea check (length(plan) = 32),
  -- Who did it, why, and what is proposed; encrypted, for people write it about their work.
  content     bytea not null,
  previous    bytea not null check (length(previous) = 32),
  hash        bytea not null check (length(hash) = 32),
  check ((kind = 'proposed') = (proposal = number)),
  check ((kind = 'approved') = (plan is not null))
);

grant select, insert on configuration_journal to casusregie_service;

-- How many proposals were approved, beside the revision of the directory: whoever keeps a copy of either sees in one look
-- whether it is old.
alter table directory_revision add column configuration bigint not null default 0;

-- By which revision of the settings the deadlines of a case are counted. A case behind the present revision is brought up to
-- it before anything else happens to it; meanwhile the service goes through all of them.
alter table case_file add column configuration bigint not null default 0;
create index case_file_configuration on case_file (configuration, id) where snapshot is not null;

alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check
  check (kind in ('command', 'deadline', 'migration', 'configuration'));
