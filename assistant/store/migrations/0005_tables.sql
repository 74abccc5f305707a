create table owner_table (
    id text primary key,
    name text not null,
    folded text not null,
    columns text not null,
    created text not null,
    dropped integer
) strict;
create unique index owner_table_name on owner_table (folded) where dropped is null;

create table owner_row (
    id integer primary key autoincrement,
    owner_table text not null references owner_table (id),
    body text not null,
    words text not null,
    added integer not null,
    touched integer not null,
    removed integer
) strict;
create index owner_row_present on owner_row (owner_table, id) where removed is null;
create index owner_row_added on owner_row (added);
create index owner_row_removed on owner_row (removed) where removed is not null;

create table table_change (
    number integer primary key autoincrement,
    key text not null,
    owner_table text not null,
    did text not null,
    rows integer not null,
    before text,
    at text not null,
    reverted text
) strict;
create index table_change_key on table_change (key);
create index table_change_table on table_change (owner_table, number);

create table table_before (
    change integer not null,
    row integer not null,
    body text not null,
    words text not null,
    touched integer not null,
    primary key (change, row)
) strict, without rowid;
