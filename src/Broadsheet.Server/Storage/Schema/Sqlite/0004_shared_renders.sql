-- A render that runs of a slot share: while it is made, the claim of the node that makes it.
create table renders (
    workspace_id text not null,
    key text not null,
    node text not null,
    result text,
    usable_until text not null,
    expires_at text not null,
    primary key (workspace_id, key)
);
create index renders_expiry on renders (expires_at);

-- Where the bytes are that several artifacts share.
alter table artifacts add column content text;
create index artifacts_content on artifacts (workspace_id, content) where content is not null;
