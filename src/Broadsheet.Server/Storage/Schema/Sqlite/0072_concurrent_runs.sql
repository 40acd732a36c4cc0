-- How many runs of a workspace are made at one time; null is no limit. What was set where the workers read it stays.
alter table workspaces add column max_concurrent_runs integer;
update workspaces set max_concurrent_runs = (select concurrent_runs from workspace_limits where workspace_limits.workspace_id = workspaces.id);
