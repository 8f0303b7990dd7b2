-- Values that functions of pipelines gave back and that are too long for a parameter: later steps get them from here, whole.
create table function_results (
  task text not null,
  key text not null,
  -- Of the step: those of an attempt that failed are of no use.
  attempt integer not null,
  value jsonb not null,
  hash text not null,
  size integer not null,
  primary key (task, key)
);
alter table function_results add foreign key (task) references tasks (id) on delete cascade;
