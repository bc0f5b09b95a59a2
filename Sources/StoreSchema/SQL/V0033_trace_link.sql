-- To which span of the operator's the events of an entry, or an answer, go back, for the relay that sends them. A table of its own: what the
-- outbox keeps for a year this keeps for a day, and when nothing is traced there is nothing to write and nothing to read.
create table trace_link (
  -- Of an event its case, with the revision of its entry; of an answer what it answers, with the organisation that asked.
  id uuid not null,
  revision bigint not null,
  organisation text not null,
  -- As in W3C Trace Context. It is told to nobody but the operator's collector.
  traceparent text not null check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
  -- By the server's own clock: it is about the work, not about cases.
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (id, revision, organisation)
);
create index trace_link_age on trace_link (recorded_at);

grant select, insert, delete on trace_link to casusregie_service;
