-- Each slot that comes writes an entry of every index, and a run that ends writes its own again. One index knows a schedule's runs and that no slot has two:
-- what has no slot (a run by hand) is told apart by its id. A schedule's history is in the order of what its runs were for.
drop index runs_schedule;
drop index runs_slot;
create unique index runs_slot on runs (schedule_id, scheduled_for, (case when slot is null then id else '00000000-0000-0000-0000-000000000000' end)) where schedule_id is not null;
drop index runs_open;
create index runs_open on runs (schedule_id) where status in ('queued', 'running');

-- A workspace's next ones are read along what is due: its own of all where it has many, and sorted where it has few. What is paused no slot moves.
drop index report_schedules_next;
drop index report_schedules_due;
create index report_schedules_due on report_schedules (next_run_at, id, workspace_id) where enabled;
create index report_schedules_paused on report_schedules (workspace_id, next_run_at, id) where not enabled;
