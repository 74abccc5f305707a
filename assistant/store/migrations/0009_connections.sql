create table google_account (
    id text primary key,
    body text not null,
    added text not null
) strict;
