-- Null is no limit, or for ever.
alter table workspaces add column max_schedules integer;
alter table workspaces add column max_runs_per_hour integer;
alter table workspaces add column max_storage_bytes bigint;
alter table workspaces add column min_interval_seconds integer;
alter table workspaces add column keep_runs_days integer;
alter table workspaces add column keep_files_days integer;
alter table workspaces add column keep_audit_days integer;

alter table memberships add column disabled_at timestamptz;
alter table memberships add column by_provider boolean not null default false;

create table sessions (
    id uuid primary key,
    person_id uuid not null references people (id),
    way text not null,
    origin text not null,
    user_agent text,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_person on sessions (person_id);
create index sessions_expiry on sessions (expires_at);

create table invitations (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    email text not null,
    email_key text not null,
    name text,
    role text not null,
    token_sha256 bytea not null unique,
    invited_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    primary key (workspace_id, id)
);
create unique index invitations_open on invitations (workspace_id, email_key) where accepted_at is null;

create table external_logins (
    issuer text not null,
    subject text not null,
    person_id uuid not null references people (id),
    created_at timestamptz not null,
    primary key (issuer, subject)
);
create index external_logins_person on external_logins (person_id);
