create table connections (
    workspace_id text not null references workspaces (id),
    id text not null,
    name text not null,
    type text not null,
    settings text not null,
    secrets text,
    is_default integer not null,
    version integer not null,
    created_at text not null,
    updated_at text not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);
create unique index connections_default on connections (workspace_id, type) where is_default;
