alter table run add column sources text not null default '[]';

create table rule (
    id text primary key,
    command text not null,
    kind text not null,
    targets text not null,
    origins text not null,
    since text not null
) strict;
create unique index rule_same on rule (command, kind, targets, origins);

create table held (
    key text primary key,
    run text not null,
    turn text not null,
    path text not null,
    kind text not null,
    language text not null,
    at text not null,
    until text not null,
    decided text
) strict;
create index held_open on held (at) where decided is null;
