-- Runs of pipelines: what people see of them while `pipelineWorkflow` carries them on. The definition is the task's configuration `Pipeline`.
create table pipeline_runs (
  run text not null,
  number int not null default 1,
  attempt int not null default 0,
  ignore_cache boolean not null default false,
  paused boolean not null default false,
  worker_missing_since timestamptz(3) null,
  parent_node text null,
  primary key (run)
);
alter table pipeline_runs add foreign key (run) references tasks (id) on delete cascade;

create table pipeline_submissions (
  user_id text not null,
  key text not null,
  run text not null,
  created timestamptz(3) not null,
  primary key (user_id, key)
);
alter table pipeline_submissions add foreign key (run) references tasks (id) on delete cascade;

create table pipeline_nodes (
  run text not null,
  name text not null,
  position int not null,
  step text not null,
  kind text not null,
  parents text[] not null default '{}',
  stage text null,
  instance_of text null,
  index int null,
  item jsonb null,
  spec jsonb not null,
  state text not null default 'pending',
  reason text null,
  attempts int not null default 0,
  base int not null default 0,
  instances int null,
  task text null,
  queue text null,
  queued timestamptz(3) null,
  started timestamptz(3) null,
  ended timestamptz(3) null,
  due timestamptz(3) null,
  limit_reason text null,
  approved_by text null,
  parameters jsonb not null default '{}',
  overrides jsonb not null default '{}',
  earlier text[] not null default '{}',
  cache_key text null,
  cache_parts jsonb null,
  primary key (run, name)
);
alter table pipeline_nodes add foreign key (run) references tasks (id) on delete cascade;
create index pipeline_nodes_task on pipeline_nodes (task);

create table pipeline_events (
  id bigserial primary key,
  run text not null,
  at timestamptz(3) not null,
  node text null,
  state text null,
  text text not null default '',
  actor text null
);
alter table pipeline_events add foreign key (run) references tasks (id) on delete cascade;
create index pipeline_events_run on pipeline_events (run, id);

-- One recorded outcome for each key of a hook's call.
create table pipeline_hooks (
  run text not null,
  key text not null,
  node text null,
  hook text not null,
  attempt int not null,
  outcome jsonb not null,
  at timestamptz(3) not null,
  primary key (run, key)
);
alter table pipeline_hooks add foreign key (run) references tasks (id) on delete cascade;

-- Which completed task answers for a step of the same code, parameters, packages, container and inputs.
create table pipeline_cache (
  key text not null,
  pipeline text not null,
  step text not null,
  parts jsonb not null,
  task text not null,
  created timestamptz(3) not null,
  primary key (key)
);
alter table pipeline_cache add foreign key (task) references tasks (id) on delete cascade;
create index pipeline_cache_step on pipeline_cache (pipeline, step, created);

create trigger pipeline_runs_live after insert or update on pipeline_runs for each row execute function notify_live('pipeline', 'run');
create trigger pipeline_nodes_live after insert or update or delete on pipeline_nodes for each row execute function notify_live('pipeline', 'run');

-- A run's own status is what lists of runs show.
create function notify_live_pipeline() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_live', json_build_object('topic', 'pipeline', 'id', coalesce(new.id, old.id))::text);
  return null;
end $$;
create trigger tasks_live_pipeline after insert or update of status, name, tags, system_tags on tasks
  for each row when (new.type = 'controller') execute function notify_live_pipeline();
