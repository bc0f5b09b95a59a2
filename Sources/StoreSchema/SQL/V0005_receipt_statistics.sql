-- A prepared query keeps its plan until the statistics of its table change. Of a table that was never analysed PostgreSQL
-- expects some growth, and plans the look for a receipt by its index. Analysed when it has fifty rows, as is the default,
-- the table is a page or two: the plan becomes to read all of it, and each command does so until the next time. So the
-- first statistics wait until there are rows enough for the index; a vacuum counts rows too, and waits as well. From then
-- on they follow closely, for what is cleared away is found by its age.
alter table receipt set (
  autovacuum_analyze_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 1000
);
