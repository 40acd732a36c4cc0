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

-- A page with less room than is to be left is cleaned by whoever comes by. Room for one row is enough: at 30 in a hundred every slot that came cleaned a page first.
alter table report_schedules set (fillfactor = 85);

-- A run that went well says so to its schedule where that does not know: most do.
create index report_schedules_unwell on report_schedules (workspace_id, id) where last_status is distinct from 'succeeded' or failures_in_a_row > 0;

-- More than a few are counted no further.
create or replace function note_runs_made() returns trigger language plpgsql as $$
begin
    if exists (select 1 from fresh offset many_changed()) then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, parent_id, status) select workspace_id, 'run', id, schedule_id, status from fresh;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_runs_moved() returns trigger language plpgsql as $$
begin
    if exists (select 1 from fresh offset many_changed()) then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, parent_id, status)
        select f.workspace_id, 'run', f.id, f.schedule_id, f.status from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
        where f.status <> s.status or f.attempt <> s.attempt;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_schedules_moved() returns trigger language plpgsql as $$
begin
    if exists (select 1 from fresh offset many_changed()) then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, status)
        select f.workspace_id, 'schedule', f.id, 'changed' from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
        where f.version <> s.version or f.next_run_at <> s.next_run_at or f.last_status is distinct from s.last_status;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
