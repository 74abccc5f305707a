create table utterance (
    id text primary key,
    key text not null unique,
    text text not null,
    lemmas text not null,
    source text not null,
    language text not null,
    at text not null,
    titles text not null default '[]',
    state text not null default 'new'
) strict;
create index utterance_at on utterance (at desc);
create virtual table utterance_words using fts5 (lemmas, content = 'utterance', content_rowid = 'rowid', tokenize = 'unicode61');
create trigger utterance_added after insert on utterance begin
    insert into utterance_words (rowid, lemmas) values (new.rowid, new.lemmas);
end;

create table event (
    seq integer primary key autoincrement,
    at text not null,
    type text not null,
    turn text not null,
    run text not null,
    key text unique,
    body text not null
) strict;
create index event_turn on event (turn, seq);

create table plan (
    id text primary key,
    turn text not null references utterance (id),
    language text not null,
    at text not null
) strict;
create table clause (
    plan text not null references plan (id),
    number integer not null,
    state text not null,
    body text not null,
    primary key (plan, number)
) strict, without rowid;

create table outbox (
    id text primary key,
    kind text not null,
    created text not null,
    delivered text
) strict;
create index outbox_waiting on outbox (created) where delivered is null;

create table run (
    id text primary key,
    plan text not null,
    clause integer not null,
    turn text not null,
    command text not null,
    title text not null,
    slots text not null,
    state text not null,
    started text not null,
    finished text,
    result text,
    error text not null default '',
    wish text not null default ''
) strict;
create index run_open on run (state) where finished is null;
create index run_turn on run (turn);

create table question (
    id text primary key,
    run text not null,
    turn text not null,
    body text not null,
    asked text not null,
    expires text,
    answer text
) strict;
create index question_open on question (asked) where answer is null;

create table record (
    id text primary key,
    collection text not null,
    key text not null unique,
    body text not null,
    lemmas text not null,
    at text,
    until text,
    created text not null,
    updated text not null,
    removed text
) strict;
create index record_list on record (collection, created desc) where removed is null;
create index record_at on record (collection, at) where removed is null and at is not null;
create virtual table record_words using fts5 (lemmas, content = 'record', content_rowid = 'rowid', tokenize = 'unicode61');
create trigger record_added after insert on record begin
    insert into record_words (rowid, lemmas) values (new.rowid, new.lemmas);
end;
create trigger record_changed after update of lemmas on record begin
    insert into record_words (record_words, rowid, lemmas) values ('delete', old.rowid, old.lemmas);
    insert into record_words (rowid, lemmas) values (new.rowid, new.lemmas);
end;

create table change (
    number integer primary key autoincrement,
    key text not null,
    record text not null,
    collection text not null,
    before text,
    after text,
    at text not null,
    reverted text
) strict;
create index change_key on change (key);
create index change_record on change (record, number);

create table effect (
    key text primary key,
    run text not null,
    turn text not null,
    path text not null,
    kind text not null,
    effect text not null,
    language text not null,
    begun text not null,
    receipt text,
    value text,
    undoable integer not null default 0,
    undone text
) strict;
create index effect_recent on effect (begun desc);

create table proposal (
    id text primary key,
    turn text not null,
    text text not null,
    language text not null,
    at text not null,
    closest text not null
) strict;

create table memo (
    name text primary key,
    value text not null
) strict;
