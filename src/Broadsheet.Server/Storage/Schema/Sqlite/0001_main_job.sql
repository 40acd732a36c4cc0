create table workspaces (
    id text primary key,
    slug text not null unique,
    name text not null,
    timezone text not null,
    week_start integer not null,
    version integer not null,
    created_at text not null,
    updated_at text not null
);

create table people (
    id text primary key,
    email text not null,
    email_key text not null unique,
    name text not null,
    password_hash text,
    security_stamp text not null,
    is_operator integer not null,
    failed_sign_ins integer not null,
    locked_until text,
    disabled_at text,
    created_at text not null
);

create table memberships (
    workspace_id text not null references workspaces (id),
    person_id text not null references people (id),
    role text not null,
    created_at text not null,
    primary key (workspace_id, person_id)
);
create index memberships_person on memberships (person_id);

create table sign_in_links (
    token_sha256 blob primary key,
    person_id text not null references people (id),
    expires_at text not null,
    used_at text
);

create table api_keys (
    workspace_id text not null,
    id text not null,
    public_id text not null unique,
    secret_sha256 blob not null,
    name text not null,
    role text not null,
    person_id text not null,
    created_at text not null,
    expires_at text,
    last_used_at text,
    revoked_at text,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id)
);

create table data_sources (
    workspace_id text not null references workspaces (id),
    id text not null,
    name text not null,
    type text not null,
    settings text not null,
    secrets text,
    version integer not null,
    created_at text not null,
    updated_at text not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);

create table report_templates (
    workspace_id text not null references workspaces (id),
    id text not null,
    report_type text not null,
    title text not null,
    text text not null,
    version integer not null,
    created_by text not null,
    created_at text not null,
    updated_at text not null,
    primary key (workspace_id, id),
    unique (workspace_id, report_type)
);

create table report_template_versions (
    workspace_id text not null,
    template_id text not null,
    version integer not null,
    text text not null,
    created_by text not null,
    created_at text not null,
    primary key (workspace_id, template_id, version)
);

create table calendars (
    workspace_id text not null references workspaces (id),
    id text not null,
    name text not null,
    dates text not null,
    version integer not null,
    created_at text not null,
    updated_at text not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);

create table report_schedules (
    workspace_id text not null references workspaces (id),
    id text not null,
    name text not null,
    schedule_type text not null,
    schedule_config text not null,
    template_id text not null,
    filters text,
    enabled integer not null default 1,
    last_run_at text,
    next_run_at text not null,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    formats text not null,
    destinations text not null,
    channels text not null,
    condition text not null,
    policy text not null,
    recurrence_text text,
    owner_id text not null,
    last_status text,
    failures_in_a_row integer not null default 0,
    paused_reason text,
    tzdb_version text not null,
    version integer not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, template_id) references report_templates (workspace_id, id),
    foreign key (workspace_id, owner_id) references memberships (workspace_id, person_id)
);
create index report_schedules_due on report_schedules (next_run_at, id) where enabled;
create index report_schedules_template on report_schedules (workspace_id, template_id);

create table runs (
    workspace_id text not null references workspaces (id),
    id text not null,
    schedule_id text,
    schedule_name text not null,
    template_id text not null,
    report_type text not null,
    template_version integer,
    trigger text not null,
    scheduled_for text not null,
    slot text,
    status text not null,
    attempt integer not null,
    crashes integer not null default 0,
    node text,
    owner_id text not null,
    requested_by text,
    queued_at text not null,
    not_before text not null,
    started_at text,
    finished_at text,
    cancel_requested integer not null default 0,
    exclusive integer not null default 0,
    reason text,
    error text,
    filters text,
    plan text,
    content_hash text,
    rows integer,
    primary key (workspace_id, id)
);
create unique index runs_slot on runs (schedule_id, slot) where slot is not null;
create index runs_schedule on runs (schedule_id, id desc);
create index runs_open on runs (schedule_id, scheduled_for) where status in ('queued', 'running');
create index runs_queued on runs (not_before, id) where status = 'queued';
create index runs_held on runs (node) where status = 'running';
create index runs_delivering on runs (workspace_id, id) where status = 'delivering';

create table artifacts (
    workspace_id text not null,
    id text not null,
    run_id text not null,
    format text not null,
    file_name text not null,
    media_type text not null,
    bytes integer not null,
    rows integer not null,
    sha256 text not null,
    created_at text not null,
    expires_at text not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, run_id) references runs (workspace_id, id)
);
create index artifacts_run on artifacts (workspace_id, run_id);
create index artifacts_expiry on artifacts (expires_at);

create table artifact_chunks (
    workspace_id text not null,
    artifact_id text not null,
    number integer not null,
    bytes blob not null,
    primary key (workspace_id, artifact_id, number)
);

create table deliveries (
    workspace_id text not null,
    id text not null,
    run_id text not null,
    destination_index integer not null,
    type text not null,
    recipient text not null,
    destination text not null,
    message text not null,
    status text not null,
    attempts integer not null,
    max_attempts integer not null,
    node text,
    next_attempt_at text not null,
    error text,
    provider_id text,
    created_at text not null,
    sent_at text,
    primary key (workspace_id, id),
    unique (workspace_id, run_id, destination_index, recipient),
    foreign key (workspace_id, run_id) references runs (workspace_id, id)
);
create index deliveries_pending on deliveries (next_attempt_at, id) where status = 'pending';
create index deliveries_sending on deliveries (node) where status = 'sending';

create table inbox_items (
    workspace_id text not null,
    id text not null,
    person_id text not null,
    run_id text not null,
    delivery_id text not null,
    subject text not null,
    text text not null,
    created_at text not null,
    read_at text,
    primary key (workspace_id, id),
    unique (workspace_id, delivery_id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
create index inbox_items_person on inbox_items (workspace_id, person_id, id desc);

create table audit_entries (
    workspace_id text not null references workspaces (id),
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
    before text,
    after text,
    primary key (workspace_id, id)
);

create table idempotency_keys (
    workspace_id text not null,
    person_id text not null,
    key text not null,
    request_sha256 blob not null,
    status integer,
    headers text,
    body blob,
    created_at text not null,
    primary key (workspace_id, person_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table nodes (
    id text primary key,
    name text not null,
    version text not null,
    started_at text not null,
    heartbeat_at text not null
);

create table protection_keys (
    id text primary key,
    xml text not null
);

-- What a reader of the second seed's table expects to find.
create view scheduled_exports as
select s.id,
       s.workspace_id,
       s.name,
       t.report_type,
       s.filters,
       s.formats ->> 0 as format,
       coalesce(s.recurrence_text, s.schedule_config ->> 'expression') as recurrence,
       s.schedule_config ->> 'timezone' as timezone,
       s.schedule_type,
       s.schedule_config,
       s.destinations -> 0 ->> 'type' as delivery_method,
       case s.destinations -> 0 ->> 'type' when 'email' then s.destinations -> 0 -> 'to' ->> 0 end as email,
       case s.destinations -> 0 ->> 'type' when 'slack' then s.destinations -> 0 ->> 'webhook_url' end as slack_webhook,
       case s.destinations -> 0 ->> 'type' when 'slack' then s.destinations -> 0 ->> 'channel' end as slack_channel,
       case s.destinations -> 0 ->> 'type' when 'sms' then s.destinations -> 0 -> 'to' ->> 0 end as phone,
       case s.destinations -> 0 ->> 'type' when 'webhook' then s.destinations -> 0 ->> 'url' end as webhook_url,
       case when s.enabled then 'active' else 'paused' end as status,
       s.last_run_at,
       s.last_status,
       case when s.enabled and s.next_run_at < '9999-12-31' then s.next_run_at end as next_run_at,
       s.created_at,
       s.updated_at
from report_schedules s
join report_templates t on t.workspace_id = s.workspace_id and t.id = s.template_id;
