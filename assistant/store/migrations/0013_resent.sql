alter table effect add column resent integer not null default 0;
