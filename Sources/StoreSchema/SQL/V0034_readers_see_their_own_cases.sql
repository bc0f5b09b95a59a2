-- The second lock on reading. What is read for somebody is read as `casusregie_reader`, for the organisation that the setting
-- `casusregie.organisation` names until the transaction ends; the database then shows the rows of that organisation's cases, whatever the
-- statement asks. It is for a forgotten condition: whoever can send statements of their own as the service can set the setting too.
-- Why it is so: docs/decisions/0055-a-reader-has-a-role-of-its-own.md.

do $$ begin
  if not exists (select from pg_roles where rolname = 'casusregie_reader') then create role casusregie_reader nologin; end if;
exception when duplicate_object or unique_violation then
  null; -- as of casusregie_service: another database of the server made it just now
end $$;

-- Whoever serves may take that role on, and give it back.
do $$ begin
  if not pg_has_role('casusregie_service', 'casusregie_reader', 'member') then
    grant casusregie_reader to casusregie_service;
  end if;
exception when unique_violation then
  null;
end $$;

-- It may read this and no more: timers, receipts of commands, acknowledgements and all administration are closed to it, and it writes nothing.
grant usage on schema public, keyring to casusregie_reader;
grant select on case_file, case_party, case_listing, journal, succession, destruction, submission_receipt, keyring.case_key,
  outbox, recipient, recipient_epoch to casusregie_reader;
-- Of no case.
grant select on directory_revision, organisation, merger, directory_journal, workflow_version, settings_journal, settings_seal
  to casusregie_reader;
do $$ begin
  if to_regclass('local_clock') is not null then grant select on local_clock to casusregie_reader; end if;
end $$;

-- The service works for all cases: relay, timers, moves to another version, destruction, verifying. `true` is gone when PostgreSQL plans, so
-- it costs a statement of the service nothing. The owner of the tables is bound by no policy, and migrates and makes backups as before.
create policy service on case_file to casusregie_service using (true) with check (true);
create policy service on case_party to casusregie_service using (true) with check (true);
create policy service on case_listing to casusregie_service using (true) with check (true);
create policy service on journal to casusregie_service using (true) with check (true);
create policy service on succession to casusregie_service using (true) with check (true);
create policy service on destruction to casusregie_service using (true) with check (true);
create policy service on submission_receipt to casusregie_service using (true) with check (true);
create policy service on keyring.case_key to casusregie_service using (true) with check (true);
create policy service on outbox to casusregie_service using (true) with check (true);
create policy service on recipient to casusregie_service using (true) with check (true);
create policy service on recipient_epoch to casusregie_service using (true) with check (true);
create policy service on timer to casusregie_service using (true) with check (true);
create policy service on acknowledgement to casusregie_service using (true) with check (true);

-- Rows that name whose they are.
create policy reader on case_party for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on case_listing for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on succession for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on submission_receipt for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on outbox for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on recipient for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));
create policy reader on recipient_epoch for select to casusregie_reader
  using (organisation = current_setting('casusregie.organisation', true));

-- What a case is, as long as the organisation takes part in it: then it has a row of lists. An organisation that left, as those of a region do
-- whose case went to another, keeps its row in `case_party` and sees nothing here. `offset 0` keeps each look a look by its key: without it
-- PostgreSQL may gather all cases of the organisation first.
create policy reader on journal for select to casusregie_reader using (exists (
  select from case_listing l
  where l.case_id = journal.case_id and l.organisation = current_setting('casusregie.organisation', true) offset 0));
create policy reader on keyring.case_key for select to casusregie_reader using (exists (
  select from case_listing l
  where l.case_id = case_key.case_id and l.organisation = current_setting('casusregie.organisation', true) offset 0));
-- Of a destroyed case what is left, for all who ever took part.
create policy reader on case_file for select to casusregie_reader using (
  exists (
    select from case_listing l
    where l.case_id = case_file.id and l.organisation = current_setting('casusregie.organisation', true) offset 0)
  or snapshot is null and exists (
    select from case_party p
    where p.case_id = case_file.id and p.organisation = current_setting('casusregie.organisation', true) offset 0));
create policy reader on destruction for select to casusregie_reader using (exists (
  select from case_party p
  where p.case_id = destruction.case_id and p.organisation = current_setting('casusregie.organisation', true) offset 0));

alter table case_file enable row level security;
alter table case_party enable row level security;
alter table case_listing enable row level security;
alter table journal enable row level security;
alter table succession enable row level security;
alter table destruction enable row level security;
alter table submission_receipt enable row level security;
alter table keyring.case_key enable row level security;
alter table outbox enable row level security;
alter table recipient enable row level security;
alter table recipient_epoch enable row level security;
alter table timer enable row level security;
alter table acknowledgement enable row level security;

-- Whether the content of a case is gone. An event of a case that its recipient has left is told again as it was, though the recipient sees
-- the key of that case no longer.
create function content_is_gone(of_case uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from keyring.case_key where case_id = of_case)
$$;
revoke all on function content_is_gone(uuid) from public;
grant execute on function content_is_gone(uuid) to casusregie_service, casusregie_reader;
