create table command_trigger (
    id text primary key,
    command text not null,
    present integer not null default 1,
    enabled integer not null default 1,
    first text,
    rule text not null default '',
    cron text not null default '',
    due text,
    last text,
    last_turn text not null default '',
    secret text not null default '',
    seen text not null default ''
) strict;
create index command_trigger_due on command_trigger (due) where present and enabled and due is not null;

create table trigger_turn (
    turn text primary key,
    trigger text not null,
    depth integer not null
) strict;
