-- A statement that changes many rows at once says so once for each workspace instead of row by row: who watches reads its lists again.
create function many_changed() returns integer language sql immutable as 'select 50';

create or replace function note_runs_made() returns trigger language plpgsql as $$
begin
    if (select count(*) from fresh) > many_changed() then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, parent_id, status) select workspace_id, 'run', id, schedule_id, status from fresh;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_runs_moved() returns trigger language plpgsql as $$
begin
    if (select count(*) from fresh) > many_changed() then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, parent_id, status)
        select f.workspace_id, 'run', f.id, f.schedule_id, f.status from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
        where f.status <> s.status or f.attempt <> s.attempt;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_deliveries_made() returns trigger language plpgsql as $$
begin
    if (select count(*) from fresh) > many_changed() then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, parent_id, status) select workspace_id, 'delivery', id, run_id, status from fresh where run_id is not null;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_schedules_made() returns trigger language plpgsql as $$
begin
    if (select count(*) from fresh) > many_changed() then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, status) select workspace_id, 'schedule', id, 'created' from fresh;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

create or replace function note_schedules_moved() returns trigger language plpgsql as $$
begin
    if (select count(*) from fresh) > many_changed() then
        insert into changes (workspace_id, type, object_id) select distinct workspace_id, 'many', '00000000-0000-0000-0000-000000000000'::uuid from fresh;
    else
        insert into changes (workspace_id, type, object_id, status)
        select f.workspace_id, 'schedule', f.id, 'changed' from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
        where f.version <> s.version or f.next_run_at <> s.next_run_at or f.last_status is distinct from s.last_status;
    end if;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;

-- Lists by state ask for the few that are not well; what has not ended has no end to be found by. The hot path keeps fewer indexes.
drop index runs_status;
create index runs_troubled on runs (workspace_id, status, id desc) where status not in ('queued', 'running', 'delivering', 'succeeded');
drop index runs_finished;
create index runs_finished on runs (workspace_id, finished_at, status) where finished_at is not null;
