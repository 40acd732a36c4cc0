-- What changed, for those who watch: written by the change itself, in its transaction, whoever makes it. Kept for an hour.
create table changes (
    seq integer primary key autoincrement,
    workspace_id text not null,
    transaction_id integer not null default 0,
    at text not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    type text not null,
    object_id text not null,
    parent_id text,
    person_id text,
    status text
);
create index changes_workspace on changes (workspace_id, transaction_id, seq);
create index changes_age on changes (at);

create trigger runs_made after insert on runs begin
    insert into changes (workspace_id, type, object_id, parent_id, status) values (new.workspace_id, 'run', new.id, new.schedule_id, new.status);
end;
create trigger runs_moved after update of status, attempt on runs when old.status <> new.status or old.attempt <> new.attempt begin
    insert into changes (workspace_id, type, object_id, parent_id, status) values (new.workspace_id, 'run', new.id, new.schedule_id, new.status);
end;

create trigger deliveries_made after insert on deliveries when new.run_id is not null begin
    insert into changes (workspace_id, type, object_id, parent_id, status) values (new.workspace_id, 'delivery', new.id, new.run_id, new.status);
end;
create trigger deliveries_moved after update of status on deliveries when old.status <> new.status and new.status <> 'sending' and new.run_id is not null begin
    insert into changes (workspace_id, type, object_id, parent_id, status) values (new.workspace_id, 'delivery', new.id, new.run_id, new.status);
end;

create trigger report_schedules_made after insert on report_schedules begin
    insert into changes (workspace_id, type, object_id, status) values (new.workspace_id, 'schedule', new.id, 'created');
end;
create trigger report_schedules_moved after update on report_schedules
when old.version <> new.version or old.next_run_at <> new.next_run_at or old.last_status is not new.last_status begin
    insert into changes (workspace_id, type, object_id, status) values (new.workspace_id, 'schedule', new.id, 'changed');
end;
create trigger report_schedules_gone after delete on report_schedules begin
    insert into changes (workspace_id, type, object_id, status) values (old.workspace_id, 'schedule', old.id, 'deleted');
end;

create trigger inbox_items_made after insert on inbox_items begin
    insert into changes (workspace_id, type, object_id, parent_id, person_id, status) values (new.workspace_id, 'notification', new.id, new.run_id, new.person_id, 'unread');
end;
create trigger inbox_items_read after update of read_at on inbox_items when old.read_at is not new.read_at begin
    insert into changes (workspace_id, type, object_id, parent_id, person_id, status) values (new.workspace_id, 'notification', new.id, new.run_id, new.person_id, 'read');
end;

-- Lists: by state, and the newest of a workspace.
create index runs_status on runs (workspace_id, status, id desc);
create index runs_finished on runs (workspace_id, finished_at, status);
create index report_schedules_next on report_schedules (workspace_id, next_run_at, id);
