-- When an agent takes tasks by itself: {kind, spans, timezone}; null for always.
alter table workers add column schedule jsonb null;

-- What people have set for a worker at run time; kept while the worker is away. Replaces a column that nothing used.
create table worker_properties (
  worker text not null,
  key text not null,
  value text not null,
  expires timestamptz(3) null,
  primary key (worker, key)
);
create trigger worker_properties_live after insert or update or delete on worker_properties for each row execute function notify_live('worker', 'worker');
alter table workers drop column runtime_properties;
