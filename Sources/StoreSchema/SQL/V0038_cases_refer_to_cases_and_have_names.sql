-- A case can refer to another, and can have a name that people say to one another. What a case is called and what it refers to is in its
-- encrypted content; here is what finds it from the other side. See docs/decisions/0064-a-reference-is-read-under-the-readers-id.md.

-- The cases that refer to one, where the workflow wants that one to list them.
create table case_reference (
  source_case uuid not null references case_file (id),
  -- A keyed hash of the other case, with the workflow and the field: rows of different fields do not show that they are about one case.
  target bytea not null,
  primary key (target, source_case)
);
create index case_reference_source on case_reference (source_case);

create table case_name (
  -- A keyed hash of the name.
  hash bytea primary key,
  case_id uuid not null unique references case_file (id)
);

-- When the content of a case goes, so does what finds it: the row that a key leaves is gone with the key, whoever destroys it.
create function forget_names_and_references() returns trigger language plpgsql as $$
begin
  delete from case_reference where source_case = old.case_id;
  delete from case_name where case_id = old.case_id;
  return null;
end
$$;
create trigger names_and_references_go_with_the_key after delete on keyring.case_key
  for each row execute function forget_names_and_references();

grant select, insert, delete on case_reference, case_name to casusregie_service;
grant select on case_reference, case_name to casusregie_reader;
create policy service on case_reference to casusregie_service using (true) with check (true);
create policy service on case_name to casusregie_service using (true) with check (true);
create policy reader on case_reference for select to casusregie_reader using (exists (
  select from case_listing l
  where l.case_id = case_reference.source_case and l.organisation = current_setting('casusregie.organisation', true) offset 0));
create policy reader on case_name for select to casusregie_reader using (exists (
  select from case_listing l
  where l.case_id = case_name.case_id and l.organisation = current_setting('casusregie.organisation', true) offset 0));
alter table case_reference enable row level security;
alter table case_name enable row level security;

-- Steps that come from another case: a match that was found, and what another case handed over, by somebody who acted there. Both checks take
-- all that they took before.
alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check
  check (kind in ('command', 'deadline', 'migration', 'configuration', 'merger', 'matched', 'transferred'));
alter table journal drop constraint journal_check1;
alter table journal add constraint journal_check1 check (
  kind = 'transferred' or (kind = 'command') = (organisation is not null and role is not null));
