-- Makes journal and outbox partitioned tables, each of eight parts: docs/operations/growing.md says when, and what follows. In one transaction,
-- as the owner of the tables, with every instance of the service stopped: it copies both tables.
--
-- The journal goes by case and the outbox by recipient, as every statement of the service that is given often asks for them. PostgreSQL takes a key
-- or a unique index only with the column by which it divides, so neither can go by time.
begin;
lock table journal, outbox in access exclusive mode;

alter table journal rename to journal_whole;
alter index journal_pkey rename to journal_whole_pkey;
create table journal (
  like journal_whole including all excluding indexes,
  primary key (case_id, revision)
) partition by hash (case_id);

alter table outbox rename to outbox_whole;
alter index outbox_pkey rename to outbox_whole_pkey;
alter index outbox_answer rename to outbox_whole_answer;
alter index outbox_asking rename to outbox_whole_asking;
alter index outbox_reminder rename to outbox_whole_reminder;
alter index outbox_sequence rename to outbox_whole_sequence;
alter index outbox_waiting rename to outbox_whole_waiting;
create table outbox (
  like outbox_whole including all excluding indexes excluding identity,
  constraint outbox_pkey primary key (organisation, id)
) partition by hash (organisation);
create index outbox_id on outbox (id);
create index outbox_answer on outbox (organisation, recorded_at) where event = 'vraag.beantwoord' and content is not null;
create index outbox_asking on outbox (event_id) where asks_acknowledgement and causation is null;
create index outbox_reminder on outbox (event_id) where asks_acknowledgement and causation is not null;
create unique index outbox_sequence on outbox (organisation, sequence) where sequence is not null;
create index outbox_waiting on outbox (organisation, id) where sequence is null;

do $$
begin
  for part in 0..7 loop
    execute format('create table journal_%s partition of journal for values with (modulus 8, remainder %s)', part, part);
    execute format('create table outbox_%s partition of outbox for values with (modulus 8, remainder %s)', part, part);
  end loop;
end
$$;
alter table outbox alter id add generated always as identity;

insert into journal select * from journal_whole;
insert into outbox overriding system value select * from outbox_whole;
select setval(pg_get_serial_sequence('outbox', 'id'), greatest(max(id), 1), max(id) is not null) from outbox;

-- The rights and policies of the tables as they were.
do $$
declare statement text;
begin
  for statement in
    select format('grant %s on %s to %s', string_agg(privilege_type, ', '), replace(table_name, '_whole', ''), grantee)
    from information_schema.role_table_grants
    where table_name in ('journal_whole', 'outbox_whole') and grantee in ('casusregie_service', 'casusregie_reader')
    group by table_name, grantee
  loop
    execute statement;
  end loop;
  for statement in
    select format('create policy %I on %I for %s to %s using (%s)', policyname, replace(tablename, '_whole', ''), cmd,
      array_to_string(roles, ', '), replace(qual, '_whole', '')) || case when with_check is null then '' else format(' with check (%s)', with_check) end
    from pg_policies where tablename in ('journal_whole', 'outbox_whole')
  loop
    execute statement;
  end loop;
end
$$;
alter table journal enable row level security;
alter table outbox enable row level security;

drop table journal_whole, outbox_whole;
commit;
analyze journal, outbox;
