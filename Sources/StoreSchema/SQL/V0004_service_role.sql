-- What the running service may do. It owns nothing, so it can change no table, function or right; and there is one thing
-- that it can only add to: the journal.

do $$ begin
  create role casusregie_service nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the server, so another database made it, before or just now
end $$;

grant usage on schema public, keyring to casusregie_service;
grant select on schema_migration to casusregie_service;
grant select, insert on workflow_version, journal, receipt, case_party to casusregie_service;
grant delete on receipt to casusregie_service;
grant select, insert, update on organisation, directory_revision, case_file, recipient, outbox, timer
  to casusregie_service;
grant select, insert, update, delete on keyring.case_key to casusregie_service;
