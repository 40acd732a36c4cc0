-- A render that runs of a slot share: while it is made, the claim of the node that makes it.
create table renders (
    workspace_id uuid not null,
    key text not null,
    node uuid not null,
    result jsonb,
    usable_until timestamptz not null,
    expires_at timestamptz not null,
    primary key (workspace_id, key)
);
create index renders_expiry on renders (expires_at);

-- Where the bytes are that several artifacts share.
alter table artifacts add column content uuid;
create index artifacts_content on artifacts (workspace_id, content) where content is not null;
