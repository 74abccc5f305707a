create table learned (
    id text primary key,
    key text not null unique,
    text text not null,
    lemmas text not null,
    command text not null,
    language text not null,
    turn text not null,
    reason text not null,
    at text not null,
    used text not null
) strict;
create index learned_lemmas on learned (lemmas);
