-- One row. Tells a store that is where it always was from one that came back from a backup.
create table store_state (
    id integer primary key check (id = 1),
    lineage text not null,
    generation integer not null,
    place text,
    restored_at text,
    restored_why text
);
