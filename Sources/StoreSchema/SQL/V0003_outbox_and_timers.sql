-- What must still be told, and what must still happen.

-- Where the events of an organisation go, and how far they have come.
create table recipient (
  organisation       text primary key references organisation,
  queue              text not null unique,
  -- The last number given to an event, and the last that the broker has confirmed.
  last_sequence      bigint not null default 0,
  confirmed_sequence bigint not null default 0 check (confirmed_sequence <= last_sequence),
  -- The relay that works for this recipient now. Every write of a relay checks that the lease is still its own.
  lease              uuid,
  leased_until       timestamptz not null default '-infinity',
  -- After a failure nobody tries before this moment.
  retry_at           timestamptz not null default '-infinity',
  failures           integer not null default 0,
  -- No row with a lower id still waits for a number: scans start here, so that the remains of old rows, which a long
  -- snapshot keeps in place, are not waded through each time.
  floor              bigint not null default 0
) with (fillfactor = 50);

create table outbox (
  -- Handed out one at a time: a later revision of a case must have the higher id.
  id           bigint generated always as identity (cache 1) primary key,
  event_id     uuid not null default gen_random_uuid(),
  -- No foreign key: its check would lock the recipient's row in every command, which the relay updates all the time.
  organisation text not null,
  case_id      uuid not null,
  revision     bigint not null,
  -- The case's id for this recipient.
  subject      uuid not null,
  event        text not null,
  ground       text not null,
  recorded_at  timestamptz not null,
  traceparent  text,
  -- Given by the relay; from then on the event is told, again if need be, under this number.
  sequence     bigint
);
create index outbox_waiting on outbox (organisation, id) where sequence is null;
create unique index outbox_told on outbox (organisation, sequence) where sequence is not null;

-- The moments at which the deadlines of cases do something. The journal is the authority: a row here only says when to
-- look at a case.
create table timer (
  case_id    uuid not null,
  deadline   text not null,
  generation integer not null,
  rung       integer not null,
  at         timestamptz not null,
  -- fired: it had its effect. ended: its deadline ended first. lapsed: it was looked at when its deadline no longer ran.
  outcome    text check (outcome in ('fired', 'ended', 'lapsed')),
  settled_at timestamptz,
  -- Whoever takes a due timer keeps others off until then; when it dies, another one goes on.
  claimed_until timestamptz not null default '-infinity',
  attempts   integer not null default 0,
  primary key (case_id, deadline, generation, rung),
  check ((outcome is null) = (settled_at is null))
);
create index timer_due on timer (at) where outcome is null;
