create table letter (
    number integer primary key,
    id text not null unique,
    account text not null,
    thread text not null,
    message_id text not null,
    subject text not null,
    sender_name text not null,
    sender_email text not null,
    recipients text not null,
    date text not null,
    opening text not null,
    text text not null,
    bulk integer not null,
    attachments integer not null,
    invitation integer not null,
    unsubscribe text not null,
    size integer not null
) strict;
create index letter_thread on letter (thread);
create index letter_message on letter (account, message_id);
create index letter_sender on letter (sender_email);

create table letter_reference (
    account text not null,
    reference text not null,
    letter integer not null,
    primary key (account, reference, letter)
) strict, without rowid;
create index letter_reference_letter on letter_reference (letter);

create table letter_place (
    account text not null,
    place text not null,
    letter integer not null,
    folder text not null,
    role text not null,
    unread integer not null,
    flagged integer not null,
    answered integer not null,
    primary key (account, place)
) strict, without rowid;
create index letter_place_letter on letter_place (letter);
create index letter_place_unread on letter_place (letter) where unread = 1;

create table mail_cursor (
    account text primary key,
    value text not null,
    complete integer not null default 0
) strict;

create table contact (
    account text not null,
    email text not null,
    name text not null,
    words text not null,
    written integer not null default 0,
    received integer not null default 0,
    last text not null,
    primary key (account, email)
) strict, without rowid;

create virtual table letter_words using fts5 (sender, recipients, subject, body, tokenize = 'unicode61');
