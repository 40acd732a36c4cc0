-- Workspaces take turns, so the queue is one for each.
drop index runs_queued;
create index runs_queued on runs (workspace_id, not_before, id) where status = 'queued';
drop index runs_held;
create index runs_running on runs (workspace_id, node) where status = 'running';

-- What a workspace may use; null for no limit.
create table workspace_limits (
    workspace_id text primary key references workspaces (id),
    runs_per_hour integer,
    concurrent_runs integer,
    updated_at text not null
);

drop index deliveries_pending;
create index deliveries_pending on deliveries (workspace_id, next_attempt_at, id) where status = 'pending';
