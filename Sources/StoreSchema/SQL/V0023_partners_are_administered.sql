-- Partners get another user beside the former one, are changed and removed, and what waits for them or of them can be seen.

alter table recipient
  -- Its broker user; null for `partner.` and its number.
  add username text unique,
  -- The one that it had before, as long as that still works, and since when there are two.
  add former_username text unique,
  add rotated_at timestamptz,
  -- Why the last attempt to send it something failed, in one word. It counts while `failures` is not 0.
  add trouble text,
  add constraint recipient_rotation_check check ((former_username is null) = (rotated_at is null));

-- An organisation that was removed stays: cases of before name it. It has no part in anything any more.
alter table organisation
  add removed_at timestamptz,
  -- By whom and why, encrypted.
  add removal bytea,
  add constraint organisation_removal_check check ((removed_at is null) = (removal is null));

-- Commands of an organisation that cannot be handled now, as the instance that has them in hand says; until `held_until`, for an
-- instance that died says nothing.
create table inbox_wait (
  organisation text primary key references organisation,
  -- How many cases are waiting.
  lanes integer not null check (lanes > 0),
  -- Of the one that waits longest.
  since timestamptz not null,
  reason text not null,
  held_until timestamptz not null
);

-- How many commands over queues were refused, by the code that their senders were told.
create table inbox_refusal (
  organisation text not null references organisation,
  day date not null,
  code text not null,
  count bigint not null check (count > 0),
  primary key (organisation, day, code)
);

alter table dead_letter
  -- When the service is to handle it once more; null when nobody asked for that.
  add retry_at timestamptz,
  -- How often that was begun since it was asked.
  add attempts integer not null default 0;
alter table dead_letter drop constraint dead_letter_outcome_check;
alter table dead_letter
  add constraint dead_letter_outcome_check check (outcome in ('dropped', 'ended', 'handled')),
  add constraint dead_letter_handled_check check (outcome is distinct from 'handled' or content is null),
  add constraint dead_letter_retry_check check (retry_at is null or settled_at is null and content is not null);
create index dead_letter_retry on dead_letter (retry_at) where retry_at is not null;

alter table alarm drop constraint alarm_kind_check;
alter table alarm
  add constraint alarm_kind_check check (kind in ('termijnen', 'broker', 'onbestelbaar', 'bezorging', 'opdrachten'));

grant select, insert, update, delete on inbox_wait, inbox_refusal to casusregie_service;
