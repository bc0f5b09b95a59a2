-- What has to stay when a case is destroyed, and what shows that rows outside the journals of cases are as they were written.

-- The record of a destruction: who decided, on which ground, who confirmed. Encrypted under a key of the service, for the
-- case's own goes in the same transaction; the seal of the case covers its digest. The service may insert and read it only.
create table destruction (
  case_id uuid primary key references case_file,
  content bytea not null
);
grant select, insert on destruction to casusregie_service;

-- The digest of whom an entry told what. Null in the entries of earlier releases, whose hash is made without it.
alter table journal add column told bytea check (length(told) = 32);

-- What the directory says of an organisation, and the text of a published workflow version, as digests: one chain of entries
-- that are each sealed under a key that is not in the database. The last entry of a name holds.
create table directory_journal (
  number      bigint primary key check (number > 0),
  recorded_at timestamptz not null,
  kind        text not null check (kind in ('organisation', 'workflow')),
  name        text not null,
  digest      bytea not null check (length(digest) = 32),
  previous    bytea not null check (length(previous) = 32),
  seal        bytea not null check (length(seal) = 32)
);
create index directory_journal_name on directory_journal (kind, name, number);
grant select, insert on directory_journal to casusregie_service;

-- Which wrapping keys cases need is asked at every start.
create index case_key_wrapped_by on keyring.case_key (wrapped_by);
