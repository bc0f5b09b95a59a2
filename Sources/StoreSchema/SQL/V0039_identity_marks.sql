-- What another case about the same person is found by. The content is encrypted under the case's own key, so no two rows have anything in
-- common, and the row goes when that key does: in backups too nothing is left to be compared.
-- Why it is so: docs/decisions/0066-who-is-known-from-sealed-marks.md.
create table identity_mark (
  case_id uuid not null references case_file (id),
  -- The identity of the workflow (`match`).
  subject text not null,
  -- Null where people asked of a case of which no mark is kept.
  content bytea,
  -- People decided to ask at once, and nobody has looked yet.
  asked boolean not null default false,
  primary key (case_id, subject)
);
create index identity_mark_asked on identity_mark (case_id) where asked;

-- What a case was told of already: a keyed hash of both cases and both marks, another for each of the two.
create table identity_pair (
  case_id uuid not null references case_file (id),
  pair bytea not null check (length(pair) = 32),
  primary key (case_id, pair)
);

-- As with names and references: keys are backed up apart, so no row of content may need one of theirs.
create function forget_marks() returns trigger language plpgsql as $$
begin
  delete from identity_mark where case_id = old.case_id;
  delete from identity_pair where case_id = old.case_id;
  return null;
end
$$;
create trigger marks_go_with_the_key after delete on keyring.case_key
  for each row execute function forget_marks();

-- Which of the fixed moments was the last on which all cases were compared, and until when somebody is at it, by the server's own clock.
create table identity_round (
  single boolean primary key default true check (single),
  done timestamptz not null default '-infinity',
  held_until timestamptz not null default '-infinity'
);
insert into identity_round default values;

grant select, insert, update, delete on identity_mark, identity_pair to casusregie_service;
grant select, update on identity_round to casusregie_service;

-- The service compares all cases; who reads for an organisation is shown nothing of this.
create policy service on identity_mark to casusregie_service using (true) with check (true);
create policy service on identity_pair to casusregie_service using (true) with check (true);
alter table identity_mark enable row level security;
alter table identity_pair enable row level security;
