-- One row. Tells a store that is where it always was from one that came back from a backup.
create table store_state (
    id integer primary key check (id = 1),
    lineage uuid not null,
    generation bigint not null,
    place text,
    restored_at timestamptz,
    restored_why text
);
