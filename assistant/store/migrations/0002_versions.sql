create table version (
    command text not null,
    number integer not null,
    at text not null,
    why text not null,
    turn text not null default '',
    key text,
    text text not null,
    removed integer not null default 0,
    written integer not null default 0,
    primary key (command, number),
    unique (key, command)
) strict;
create index version_at on version (at desc);
