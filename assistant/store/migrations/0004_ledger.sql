create table ledger (
    id text primary key,
    at text not null,
    purpose text not null,
    model text not null,
    server text not null,
    run text not null default '',
    turn text not null default '',
    state text not null,
    tokens_in integer not null default 0,
    tokens_out integer not null default 0,
    cost real not null default 0
) strict;
create index ledger_at on ledger (at desc);
create index ledger_run on ledger (run) where run != '';

create table model_answer (
    key text primary key,
    at text not null,
    run text not null,
    prompt text not null,
    answer text
) strict;

create table vector (
    model text not null,
    text text not null,
    vector blob not null,
    used text not null,
    primary key (model, text)
) strict, without rowid;
