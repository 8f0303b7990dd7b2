-- Steps that Python's controllers have enqueued, by what they are made of: a controller that is started anew makes them again.
create table python_steps (
  task text not null,
  run text not null,
  -- Attempt of the controller that enqueued it.
  attempt integer not null,
  fingerprint text not null,
  -- The task of an earlier attempt whose results it has; it did not run itself.
  kept_from text null,
  primary key (task)
);
alter table python_steps add foreign key (task) references tasks (id) on delete cascade;
create index python_steps_run on python_steps (run, fingerprint);
