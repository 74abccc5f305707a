create table calendar_known (
    id text primary key,
    account text not null,
    body text not null,
    token text not null default '',
    added text not null
) strict;

create table calendar_event (
    calendar text not null references calendar_known (id) on delete cascade,
    id text not null,
    series text not null default '',
    recurs integer not null,
    starts text not null,
    until text not null,
    body text not null,
    primary key (calendar, id)
) strict, without rowid;
create index calendar_event_time on calendar_event (calendar, starts);

create table calendar_change (
    number integer primary key autoincrement,
    key text not null,
    event text not null,
    before text,
    after text,
    at text not null,
    reverted text
) strict;
create index calendar_change_key on calendar_change (key);
create index calendar_change_event on calendar_change (event, number);
