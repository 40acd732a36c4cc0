-- Entries from before the chain cannot be vouched for, and no released store has any.
drop table audit_entries;

create table audit_entries (
    workspace_id text not null references workspaces (id),
    number integer not null,
    id text not null,
    at text not null,
    person_id text,
    actor text not null,
    api_key_id text,
    origin text not null,
    action text not null,
    object_type text not null,
    object_id text not null,
    object_name text,
    report_type text,
    failed integer not null,
    -- The hash is of these bytes.
    before text,
    after text,
    hash blob not null,
    primary key (workspace_id, number),
    unique (workspace_id, id)
);
create index audit_entries_object on audit_entries (workspace_id, object_id, id);
create index audit_entries_at on audit_entries (workspace_id, at);

-- Where each workspace's chain begins and ends. The seal is made with a key that is not in this table.
create table audit_heads (
    workspace_id text primary key references workspaces (id),
    base_number integer not null,
    base_hash blob not null,
    number integer not null,
    hash blob not null,
    seal text not null
);
