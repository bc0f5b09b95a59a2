-- What people did with dead letters, and how each of them ended: who saw one, who dropped one and why, and what the service ended by itself,
-- with a word that says why.

create table dead_letter_journal (
  id bigint generated always as identity primary key,
  dead_letter bigint not null references dead_letter,
  recorded_at timestamptz not null default service_now(),
  kind text not null check (kind in ('shown', 'retry-ended', 'handled', 'dropped', 'ended')),
  -- Of what the service ended by itself: one word.
  reason text,
  -- Of what a person did: who, and why where that is asked, encrypted with a key of the service.
  account bytea,
  check ((kind in ('shown', 'dropped')) = (account is not null)),
  check ((kind in ('retry-ended', 'ended')) = (reason is not null))
);
create index dead_letter_journal_letter on dead_letter_journal (dead_letter, id);
-- Nothing of it is changed or taken back.
grant select, insert on dead_letter_journal to casusregie_service;

-- What is known of those that ended before.
insert into dead_letter_journal (dead_letter, recorded_at, kind, reason, account)
select id, settled_at, outcome, case outcome when 'ended' then 'retention' end, case outcome when 'dropped' then account end
from dead_letter where settled_at is not null order by settled_at, id;
