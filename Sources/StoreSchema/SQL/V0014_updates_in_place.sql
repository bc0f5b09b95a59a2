-- A command changes the row of its case and no value that an index holds. PostgreSQL then leaves the indexes alone, unless one
-- of them has the changed column in its condition, and `snapshot` was in one. Now a case whose content was destroyed is
-- counted for ever by its number, and no condition is needed.
update case_file set configuration = 9223372036854775807 where snapshot is null;
drop index case_file_configuration;
create index case_file_configuration on case_file (configuration, id);

-- A timer is claimed, and then settled: there is room for it on its page.
alter table timer set (fillfactor = 80);
