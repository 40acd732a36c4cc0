-- Entries from before the chain cannot be vouched for, and no released store has any.
drop table audit_entries;

create table audit_entries (
    workspace_id uuid not null references workspaces (id),
    number bigint not null,
    id uuid not null,
    at timestamptz not null,
    person_id uuid,
    actor text not null,
    api_key_id uuid,
    origin text not null,
    action text not null,
    object_type text not null,
    object_id text not null,
    object_name text,
    report_type text,
    failed boolean not null,
    -- Text, not jsonb: the hash is of the bytes, and jsonb would order them anew.
    before text,
    after text,
    hash bytea not null,
    primary key (workspace_id, number),
    unique (workspace_id, id)
);
create index audit_entries_object on audit_entries (workspace_id, object_id, id);
create index audit_entries_at on audit_entries (workspace_id, at);

-- Where each workspace's chain begins and ends. The seal is made with a key that is not in this table.
create table audit_heads (
    workspace_id uuid primary key references workspaces (id),
    base_number bigint not null,
    base_hash bytea not null,
    number bigint not null,
    hash bytea not null,
    seal text not null
);
