create table connections (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    name text not null,
    type text not null,
    settings jsonb not null,
    secrets text,
    is_default boolean not null,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);
create unique index connections_default on connections (workspace_id, type) where is_default;
