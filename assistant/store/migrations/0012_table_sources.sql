alter table owner_table add column sources text not null default '[]';
