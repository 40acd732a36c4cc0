-- What has not ended has no end to be found by.
drop index runs_finished;
create index runs_finished on runs (workspace_id, finished_at, status) where finished_at is not null;
