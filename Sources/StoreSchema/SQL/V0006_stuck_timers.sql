-- How often in a row the case of a timer could not be decided: each time it is left alone for longer.
alter table timer add column failures integer not null default 0;
