-- Commands that partners send over queues, and what they are answered.

-- The queue that an organisation's commands come in by; null when it sends none.
alter table recipient add commands text unique;
-- Since when an organisation is shut out; null for one that is not.
alter table recipient add suspended_at timestamptz;

-- How often a command was begun that the broker had handed out before: one that ends whoever handles it is found by that. The
-- broker's own count also rises for those that only lay beside it.
create table inbox_attempt (
  organisation text not null references organisation,
  digest bytea not null check (length(digest) = 32),
  count integer not null,
  primary key (organisation, digest)
);

-- The public keys of an organisation: by which its commands are signed, and for which answers are encrypted. The seal is by the
-- keyring, so whoever has the database alone adds none.
create table partner_key (
  organisation text not null references organisation,
  name text not null,
  purpose text not null check (purpose in ('sig', 'enc')),
  point bytea not null check (length(point) = 64),
  registered_at timestamptz not null,
  ended_at timestamptz,
  seal bytea not null check (length(seal) = 32),
  primary key (organisation, name)
);

-- An answer is an event of its recipient's alone: what it answers, and what it says, encrypted for the recipient.
alter table outbox
  add causation uuid,
  add content bytea,
  add constraint outbox_content_check
    check ((content is null or causation is not null) and (causation is null or case_id is null));

-- Messages that could not be read, or not attributed: kept until somebody has looked.
create table dead_letter (
  id bigint generated always as identity primary key,
  -- Whose queue it came by: nobody else can write there.
  organisation text not null references organisation,
  received_at timestamptz not null default service_now(),
  reason text not null,
  -- SHA-256 of the message, which its sender can compare.
  digest bytea not null check (length(digest) = 32),
  -- The message and its properties, encrypted with a key of the service. Null when it was dropped, or when too many waited.
  content bytea,
  -- When it was dropped, by whom and why, encrypted; or when its term was over.
  settled_at timestamptz,
  outcome text check (outcome in ('dropped', 'ended')),
  account bytea,
  check ((settled_at is null) = (outcome is null)),
  check (outcome is distinct from 'dropped' or (content is null and account is not null))
);
create index dead_letter_waiting on dead_letter (organisation, id) where settled_at is null;

alter table alarm drop constraint alarm_kind_check;
alter table alarm add constraint alarm_kind_check check (kind in ('termijnen', 'broker', 'onbestelbaar'));

grant select, insert, update on partner_key, dead_letter to casusregie_service;
grant select, insert, update, delete on inbox_attempt to casusregie_service;
