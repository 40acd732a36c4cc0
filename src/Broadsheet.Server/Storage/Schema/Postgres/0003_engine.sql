-- A run's schedule and report are of its workspace, and they keep the workspace: a check of each new run would lock its row.
alter table runs drop constraint runs_workspace_id_fkey;

-- Workspaces take turns, so the queue is one for each.
drop index runs_queued;
create index runs_queued on runs (workspace_id, not_before, id) where status = 'queued';
drop index runs_held;
create index runs_running on runs (workspace_id, node) where status = 'running';

-- Moving a schedule on touches one row of a page that has room for the new one.
alter table report_schedules set (fillfactor = 70);
alter table runs set (fillfactor = 80);

-- What a workspace may use; null for no limit.
create table workspace_limits (
    workspace_id uuid primary key references workspaces (id),
    runs_per_hour integer,
    concurrent_runs integer,
    updated_at timestamptz not null
);

drop index deliveries_pending;
create index deliveries_pending on deliveries (workspace_id, next_attempt_at, id) where status = 'pending';
