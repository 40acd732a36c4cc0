-- A message about a schedule is a line of the ledger that belongs to no run.
create table deliveries_rebuilt (
    workspace_id text not null,
    id text not null,
    run_id text,
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
insert into deliveries_rebuilt select workspace_id, id, run_id, destination_index, type, recipient, destination, message, status, attempts,
    max_attempts, node, next_attempt_at, error, provider_id, created_at, sent_at from deliveries;
drop table deliveries;
alter table deliveries_rebuilt rename to deliveries;
create index deliveries_pending on deliveries (next_attempt_at, id) where status = 'pending';
create index deliveries_sending on deliveries (node) where status = 'sending';

create table inbox_items_rebuilt (
    workspace_id text not null,
    id text not null,
    person_id text not null,
    run_id text,
    schedule_id text,
    delivery_id text not null,
    event text,
    subject text not null,
    text text not null,
    link text,
    created_at text not null,
    read_at text,
    primary key (workspace_id, id),
    unique (workspace_id, delivery_id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
insert into inbox_items_rebuilt (workspace_id, id, person_id, run_id, delivery_id, subject, text, created_at, read_at)
    select workspace_id, id, person_id, run_id, delivery_id, subject, text, created_at, read_at from inbox_items;
drop table inbox_items;
alter table inbox_items_rebuilt rename to inbox_items;
create index inbox_items_person on inbox_items (workspace_id, person_id, id desc);

-- Since when a schedule has been failing: one message begins the streak, one ends it.
alter table report_schedules add column failing_since text;

create table notification_settings (
    workspace_id text not null,
    person_id text not null,
    watches_all integer not null,
    choices text not null,
    version integer not null,
    updated_at text not null,
    primary key (workspace_id, person_id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
create index notification_settings_all on notification_settings (workspace_id) where watches_all;

create table digest_items (
    workspace_id text not null,
    id text not null,
    person_id text not null,
    channel text not null,
    event text not null,
    subject text not null,
    text text not null,
    link text not null,
    created_at text not null,
    due_at text not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, person_id) references memberships (workspace_id, person_id) on delete cascade
);
create index digest_items_due on digest_items (due_at);
