-- A case can move to another version of its workflow, and its journal says so. Such an entry has no actor and no role; its
-- name is the two versions.

alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check check (kind in ('command', 'deadline', 'migration'));
