create table mail_account (
    id text primary key,
    body text not null,
    added text not null
) strict;

create table mail_change (
    number integer primary key autoincrement,
    key text not null,
    letter text not null,
    body text not null,
    at text not null,
    reverted text
) strict;
create index mail_change_key on mail_change (key);
create index mail_change_letter on mail_change (letter, number);

create table mail_sending (
    key text primary key,
    body text not null,
    state text not null,
    response text not null default '',
    at text not null
) strict;
