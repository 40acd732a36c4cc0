-- What changed, for those who watch: written by the change itself, in its transaction, whoever makes it. Kept for an hour.
-- A reader goes by (transaction, seq) and stays behind the oldest transaction that is still open, so that none that commits late is missed.
create table changes (
    workspace_id uuid not null,
    seq bigint generated always as identity,
    transaction_id bigint not null default (pg_current_xact_id()::text)::bigint,
    at timestamptz not null default clock_timestamp(),
    type text not null,
    object_id uuid not null,
    parent_id uuid,
    person_id uuid,
    status text,
    primary key (workspace_id, transaction_id, seq)
);
create index changes_age on changes (at);

create function note_runs_made() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, status) select workspace_id, 'run', id, schedule_id, status from fresh;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger runs_made after insert on runs referencing new table as fresh for each statement execute function note_runs_made();

create function note_runs_moved() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, status)
    select f.workspace_id, 'run', f.id, f.schedule_id, f.status from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
    where f.status <> s.status or f.attempt <> s.attempt;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger runs_moved after update on runs referencing old table as stale new table as fresh for each statement execute function note_runs_moved();

create function note_deliveries_made() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, status) select workspace_id, 'delivery', id, run_id, status from fresh where run_id is not null;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger deliveries_made after insert on deliveries referencing new table as fresh for each statement execute function note_deliveries_made();

create function note_deliveries_moved() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, status)
    select f.workspace_id, 'delivery', f.id, f.run_id, f.status from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
    where f.status <> s.status and f.status <> 'sending' and f.run_id is not null;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger deliveries_moved after update on deliveries referencing old table as stale new table as fresh for each statement execute function note_deliveries_moved();

create function note_schedules_made() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, status) select workspace_id, 'schedule', id, 'created' from fresh;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger report_schedules_made after insert on report_schedules referencing new table as fresh for each statement execute function note_schedules_made();

create function note_schedules_moved() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, status)
    select f.workspace_id, 'schedule', f.id, 'changed' from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
    where f.version <> s.version or f.next_run_at <> s.next_run_at or f.last_status is distinct from s.last_status;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger report_schedules_moved after update on report_schedules referencing old table as stale new table as fresh for each statement execute function note_schedules_moved();

create function note_schedules_gone() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, status) select workspace_id, 'schedule', id, 'deleted' from stale;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger report_schedules_gone after delete on report_schedules referencing old table as stale for each statement execute function note_schedules_gone();

create function note_inbox_made() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, person_id, status) select workspace_id, 'notification', id, run_id, person_id, 'unread' from fresh;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger inbox_items_made after insert on inbox_items referencing new table as fresh for each statement execute function note_inbox_made();

create function note_inbox_read() returns trigger language plpgsql as $$
begin
    insert into changes (workspace_id, type, object_id, parent_id, person_id, status)
    select f.workspace_id, 'notification', f.id, f.run_id, f.person_id, 'read' from fresh f join stale s on s.workspace_id = f.workspace_id and s.id = f.id
    where f.read_at is distinct from s.read_at;
    if found then perform pg_notify('broadsheet_changes', ''); end if;
    return null;
end $$;
create trigger inbox_items_read after update on inbox_items referencing old table as stale new table as fresh for each statement execute function note_inbox_read();

-- Lists: by state, and the newest of a workspace.
create index runs_status on runs (workspace_id, status, id desc);
create index runs_finished on runs (workspace_id, finished_at, status);
create index report_schedules_next on report_schedules (workspace_id, next_run_at, id);
