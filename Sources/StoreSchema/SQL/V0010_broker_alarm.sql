-- A broker that is away, or takes no messages, is trouble of the service too.
alter table alarm drop constraint alarm_kind_check;
alter table alarm add constraint alarm_kind_check check (kind in ('termijnen', 'broker'));
