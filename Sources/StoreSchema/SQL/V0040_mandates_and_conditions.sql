-- What organisations meet before they are given some roles, and who acts for whom by a standing mandate. Both are parts of the directory: two
-- people agree to them, and the journal of the directory seals each row.

alter table directory_journal drop constraint directory_journal_kind_check;
alter table directory_journal add constraint directory_journal_kind_check
  check (kind in ('organisation', 'workflow', 'acknowledgement', 'condition', 'mandate'));

create table organisation_condition (
  organisation text not null references organisation,
  -- As workflows name it.
  condition    text not null,
  -- The last day, in Amsterdam, on which the organisation meets it.
  valid_until  date not null,
  primary key (organisation, condition)
);
grant select, insert, update on organisation_condition to casusregie_service;
grant select on organisation_condition to casusregie_reader;
create trigger organisation_condition_changed after insert or update or delete on organisation_condition
  for each statement execute function raise_directory_revision();

create table mandate (
  -- That of the proposal on which it rests, and where the reason is.
  number      bigint primary key check (number > 0),
  principal   text not null references organisation,
  agent       text not null references organisation check (agent <> principal),
  workflow    text not null,
  roles       text[] not null check (cardinality(roles) > 0),
  -- The first and the last day, in Amsterdam, on which it holds.
  valid_from  date not null,
  valid_until date not null check (valid_until >= valid_from),
  -- When one person ended it before that day.
  ended_at    timestamptz
);
grant select, insert on mandate to casusregie_service;
grant update (ended_at) on mandate to casusregie_service;
grant select on mandate to casusregie_reader;
create trigger mandate_changed after insert or update or delete on mandate
  for each statement execute function raise_directory_revision();
