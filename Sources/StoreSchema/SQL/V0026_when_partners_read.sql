-- When partners were last seen to read the queue of their events: the broker does not keep that.
create table partner_reading (
  organisation text primary key references organisation,
  -- How many numbered events had left its queue at most.
  taken bigint not null,
  -- Null for one that was not seen to read yet.
  read_at timestamptz
);

grant select, insert, update, delete on partner_reading to casusregie_service;
