-- Who had a dead letter handled once more is on record too, as who saw one and who dropped one. Both checks take all that they took before.

alter table dead_letter_journal drop constraint dead_letter_journal_kind_check;
alter table dead_letter_journal add constraint dead_letter_journal_kind_check
  check (kind in ('shown', 'retry-asked', 'retry-ended', 'handled', 'dropped', 'ended'));
alter table dead_letter_journal drop constraint dead_letter_journal_check;
alter table dead_letter_journal add constraint dead_letter_journal_check
  check ((kind in ('shown', 'retry-asked', 'dropped')) = (account is not null));
