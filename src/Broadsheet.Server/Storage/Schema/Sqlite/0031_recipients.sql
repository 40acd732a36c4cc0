create table delivery_settings (
    workspace_id text primary key references workspaces (id),
    allowed_domains text not null,
    attach_up_to integer not null,
    link_days integer not null,
    subject text,
    text text,
    version integer not null,
    updated_at text not null
);

-- Recipients outside of the allowed domains, and what an admin said of them.
create table recipient_approvals (
    workspace_id text not null references workspaces (id),
    id text not null,
    address text not null,
    address_key text not null,
    status text not null,
    asked_by text,
    asked_for text not null,
    asked_at text not null,
    decided_by text,
    decided_at text,
    primary key (workspace_id, id),
    unique (workspace_id, address_key)
);

-- Recipients who want nothing, of one schedule or (null) of all, for good or until an instant.
create table suppressions (
    workspace_id text not null references workspaces (id),
    id text not null,
    address text not null,
    address_key text not null,
    schedule_id text,
    until text,
    created_at text not null,
    primary key (workspace_id, id)
);
create index suppressions_address on suppressions (workspace_id, address_key);

-- Who has the token opens the files of one delivery until it expires; only its hash is here.
create table delivery_links (
    workspace_id text not null,
    id text not null,
    token_sha256 blob not null unique,
    delivery_id text not null,
    created_at text not null,
    expires_at text not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
);
create index delivery_links_expiry on delivery_links (expires_at);

alter table deliveries add column hold text;
alter table report_schedules add column send_note integer not null default 0;
