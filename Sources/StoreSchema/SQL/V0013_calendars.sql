-- What calendars need beside the cases.

-- Of every deadline that a calendar showed: a keyed hash of what it showed, and when that became so. By it an appointment
-- changes when the deadline does, and only then. The id says nothing: it is a keyed hash of the case's id and the deadline.
create table calendar_entry (
  id          uuid primary key,
  fingerprint bytea not null check (length(fingerprint) = 32),
  changed_at  timestamptz not null
);
grant select, insert, update on calendar_entry to casusregie_service;

-- Addresses that people made for their calendar programs.
create table calendar_feed (
  id           uuid primary key,
  -- A keyed hash of the secret in the address: the address itself is nowhere.
  secret       bytea not null unique check (length(secret) = 32),
  -- A keyed hash of whose it is, for that is a person.
  owner        bytea not null check (length(owner) = 32),
  -- Whose it is and for which role, encrypted.
  content      bytea not null,
  made_at      timestamptz not null,
  valid_until  timestamptz not null,
  last_used_at timestamptz
);
create index calendar_feed_owner on calendar_feed (owner);
grant select, insert, update, delete on calendar_feed to casusregie_service;
