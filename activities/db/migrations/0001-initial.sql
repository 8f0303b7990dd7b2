create table attempts (
  task text not null,
  number int not null,
  state text not null default 'waiting',
  kind text not null default 'agent',
  queue text null,
  worker text null,
  created timestamptz(3) not null,
  claimed timestamptz(3) null,
  started timestamptz(3) null,
  ended timestamptz(3) null,
  exit_code int null,
  reason text null,
  stages jsonb not null default '[]',
  console_next bigint not null default '0',
  console_at bigint not null default '0',
  console_open bigint null,
  primary key (task, number)
);

create table credentials (
  access_key text not null,
  secret_hash text not null,
  user_id text not null,
  label text not null default '',
  created timestamptz(3) not null,
  last_used timestamptz(3) null,
  last_used_from text null,
  revoked timestamptz(3) null,
  primary key (access_key)
);

create table debug_images (
  id bigserial primary key,
  owner text not null,
  of_model boolean not null,
  metric text not null,
  variant text not null,
  iter bigint not null,
  key text not null,
  at bigint not null,
  worker text not null default '',
  url text not null
);

create table discarded_files (
  id bigserial primary key,
  url text not null,
  due timestamptz(3) not null
);

create table log_events (
  id bigserial primary key,
  task text not null,
  at bigint not null,
  level text not null default 'info',
  worker text not null default '',
  msg text not null,
  attempt int null,
  stream boolean not null default false,
  continues bigint null,
  lines int not null default 1
);

create table models (
  id text not null,
  name text not null,
  uri text not null default '',
  framework text null,
  design jsonb not null default '{}',
  labels jsonb not null default '{}',
  metadata jsonb not null default '{}',
  comment text not null default '',
  tags text[] not null default '{}',
  system_tags text[] not null default '{}',
  project text null,
  task text null,
  parent text null,
  user_id text not null,
  ready boolean not null default false,
  last_iteration int not null default 0,
  created timestamptz(3) not null,
  last_update timestamptz(3) not null,
  last_change timestamptz(3) not null,
  primary key (id)
);

create table outbox (
  id bigserial primary key,
  message jsonb not null,
  created timestamptz(3) not null default now(),
  leased_until timestamptz(3) null,
  tries int not null default 0
);

create table plots (
  id bigserial primary key,
  owner text not null,
  of_model boolean not null,
  metric text not null,
  variant text not null,
  iter bigint not null,
  at bigint not null,
  worker text not null default '',
  plot_str text not null
);

create table projects (
  id text not null,
  name text not null,
  description text not null default '',
  user_id text not null,
  tags text[] not null default '{}',
  system_tags text[] not null default '{}',
  default_output_destination text null,
  created timestamptz(3) not null,
  last_update timestamptz(3) not null,
  primary key (id)
);

alter table projects add constraint projects_name_unique unique (name);

create table queues (
  id text not null,
  name text not null,
  display_name text null,
  user_id text not null,
  tags text[] not null default '{}',
  system_tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  created timestamptz(3) not null,
  last_update timestamptz(3) not null,
  primary key (id)
);

alter table queues add constraint queues_name_unique unique (name);

create table queue_entries (
  task text not null,
  queue text not null,
  position bigint not null,
  added timestamptz(3) not null,
  primary key (task)
);

create table queue_samples (
  queue text not null,
  at timestamptz(3) not null,
  waiting int not null,
  average_wait double precision not null,
  primary key (queue, at)
);

create table scalar_points (
  series int not null,
  iter bigint not null,
  value double precision not null,
  at bigint not null,
  primary key (series, iter)
);

create table scalar_tiles (
  series int not null,
  tile bigint not null,
  finite int not null,
  sum double precision not null,
  min_value double precision null,
  min_iter bigint null,
  min_at bigint null,
  max_value double precision null,
  max_iter bigint null,
  max_at bigint null,
  primary key (series, tile)
);

create table series (
  id serial primary key,
  owner text not null,
  of_model boolean not null default false,
  metric text not null,
  variant text not null,
  metric_hash text not null,
  variant_hash text not null,
  points int not null default 0,
  count int not null default 0,
  finite int not null default 0,
  sum double precision not null default 0,
  first_value double precision null,
  first_iter bigint null,
  value double precision null,
  iter bigint null,
  at bigint null,
  min_value double precision null,
  min_iter bigint null,
  max_value double precision null,
  max_iter bigint null,
  tile_shift int null,
  tiled_to bigint null
);

create table sessions (
  id_hash text not null,
  user_id text not null,
  created timestamptz(3) not null,
  expires timestamptz(3) not null,
  address text not null,
  primary key (id_hash)
);

create table tasks (
  id text not null,
  name text not null,
  type text not null default 'training',
  status text not null default 'created',
  project text not null,
  user_id text not null,
  parent text null,
  comment text not null default '',
  tags text[] not null default '{}',
  system_tags text[] not null default '{}',
  script jsonb not null default '{}',
  hyperparams jsonb not null default '{}',
  configuration jsonb not null default '{}',
  execution jsonb not null default '{}',
  artifacts jsonb not null default '[]',
  models jsonb not null default '{"input":[],"output":[]}',
  container jsonb not null default '{}',
  runtime jsonb not null default '{}',
  output jsonb not null default '{}',
  created timestamptz(3) not null,
  started timestamptz(3) null,
  completed timestamptz(3) null,
  published timestamptz(3) null,
  last_update timestamptz(3) not null,
  last_change timestamptz(3) not null,
  last_changed_by text null,
  status_changed timestamptz(3) not null,
  status_reason text not null default '',
  status_message text not null default '',
  last_worker text null,
  last_worker_report timestamptz(3) null,
  last_iteration int not null default 0,
  enqueue_status text null,
  queue text null,
  attempt int not null default 0,
  infrastructure_retries int not null default 2,
  infrastructure_failures int not null default 0,
  version int not null default 1,
  primary key (id)
);

create table server_starts (
  service text not null,
  at timestamptz(3) not null,
  primary key (service)
);

create table task_transitions (
  id bigserial primary key,
  task text not null,
  at timestamptz(3) not null,
  from_status text not null,
  to_status text not null,
  actor text not null,
  reason text not null default '',
  message text not null default '',
  attempt int not null
);

create table users (
  id text not null,
  username text not null,
  name text not null,
  password_hash text null,
  role text not null default 'user',
  source text not null default 'local',
  disabled boolean not null default false,
  token_epoch int not null default 0,
  preferences jsonb not null default '{}',
  created timestamptz(3) not null,
  primary key (id)
);

alter table users add constraint users_username_unique unique (username);

create table vectors (
  id bigserial primary key,
  owner text not null,
  of_model boolean not null,
  metric text not null,
  variant text not null,
  iter bigint not null,
  at bigint not null,
  worker text not null default '',
  values double precision[] not null
);

create table workers (
  id text not null,
  kind text not null,
  instance text null,
  user_id text not null,
  host text null,
  ip text null,
  pid int null,
  version text null,
  tags text[] not null default '{}',
  system_tags text[] not null default '{}',
  queues text[] not null default '{}',
  slots int not null default 1,
  gpus integer[] not null default '{}',
  services_mode boolean not null default false,
  draining boolean not null default false,
  register_time timestamptz(3) not null,
  register_timeout int not null default 600,
  last_activity timestamptz(3) not null,
  task text null,
  stats jsonb null,
  runtime_properties jsonb not null default '{}',
  primary key (id)
);

create table worker_samples (
  worker text not null,
  at timestamptz(3) not null,
  stats jsonb not null,
  task text null,
  primary key (worker, at)
);

alter table attempts add foreign key (task) references tasks (id) on delete cascade;
alter table queue_entries add foreign key (task) references tasks (id) on delete cascade;
alter table queue_entries add foreign key (queue) references queues (id);
alter table credentials add foreign key (user_id) references users (id) on delete cascade;
alter table sessions add foreign key (user_id) references users (id) on delete cascade;

create index attempts_open on attempts (state) where ended is null;
create index attempts_worker on attempts (worker) where ended is null;
create index queue_entries_order on queue_entries (queue, position);
create index log_events_task on log_events (task, id) include (lines);
create index log_events_time on log_events (task, at, id);
create index log_events_continues on log_events (continues, id) where continues is not null;
create unique index series_identity on series (owner, of_model, metric_hash, variant_hash);
create index series_hashes on series (metric_hash, variant_hash);
create unique index plots_identity on plots (owner, of_model, md5(metric), md5(variant), iter);
create unique index debug_images_identity on debug_images (owner, of_model, md5(metric), md5(variant), iter, md5(key));
create unique index vectors_identity on vectors (owner, of_model, md5(metric), md5(variant), iter);
create index tasks_project on tasks (project, last_update desc);
create index tasks_status on tasks (status);
create index tasks_parent on tasks (parent);
create index tasks_last_update on tasks (last_update desc);
create index tasks_created on tasks (created, id);
create index tasks_input_models on tasks using gin ((models -> 'input') jsonb_path_ops);
create index tasks_output_models on tasks using gin ((models -> 'output') jsonb_path_ops);
create index task_transitions_task on task_transitions (task, id);
create index models_task on models (task);
create index models_project on models (project);
create index models_uri on models using hash (uri);
create index tasks_artifacts on tasks using gin (artifacts jsonb_path_ops);
create index discarded_files_due on discarded_files (due);
create index credentials_user on credentials (user_id);
create index sessions_user on sessions (user_id);

-- The relay of the orchestrator listens here; a notification is sent when the transaction commits.
create function notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_outbox', '');
  return null;
end $$;
create trigger outbox_notify after insert on outbox for each statement execute function notify_outbox();

-- Live updates of the web UI. Equal notifications of one transaction are sent once.
create function notify_live() returns trigger language plpgsql as $$
declare
  changed jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('perdura_live', json_build_object('topic', tg_argv[0], 'id', changed ->> tg_argv[1])::text);
  return null;
end $$;
-- A task's row may hold megabytes, and is written with each batch of events: nothing but its id is read.
create function notify_live_task() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_live', json_build_object('topic', 'task', 'id', coalesce(new.id, old.id))::text);
  return null;
end $$;
create trigger tasks_live after insert or update or delete on tasks for each row execute function notify_live_task();
create trigger attempts_live after insert or update of state, stages on attempts for each row execute function notify_live('task', 'task');
create trigger queues_live after insert or update or delete on queues for each row execute function notify_live('queue', 'id');
create trigger queue_entries_live after insert or update or delete on queue_entries for each row execute function notify_live('queue', 'queue');
create trigger workers_live after insert or update or delete on workers for each row execute function notify_live('worker', 'id');
