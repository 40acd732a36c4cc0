-- A message about a schedule is a line of the ledger that belongs to no run.
alter table deliveries alter column run_id drop not null;

alter table inbox_items alter column run_id drop not null;
alter table inbox_items add column schedule_id uuid;
alter table inbox_items add column event text;
alter table inbox_items add column link text;

-- Since when a schedule has been failing: one message begins the streak, one ends it.
alter table report_schedules add column failing_since timestamptz;

create table notification_settings (
    workspace_id uuid not null,
    person_id uuid not null,
    watches_all boolean not null,
    choices jsonb not null,
    version integer not null,
    updated_at timestamptz not null,
    primary key (workspace_id, person_id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
create index notification_settings_all on notification_settings (workspace_id) where watches_all;

create table digest_items (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    channel text not null,
    event text not null,
    subject text not null,
    text text not null,
    link text not null,
    created_at timestamptz not null,
    due_at timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
create index digest_items_due on digest_items (due_at);
