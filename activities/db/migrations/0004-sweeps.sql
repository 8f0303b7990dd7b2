-- A sweep is its controller task; here is what its workflow goes by, beside the definition in the task's configuration.
create table sweeps (
  task text not null,
  attempt int not null default 0,
  started timestamptz(3) null,
  paused_by text null,
  cursor bigint not null default '0',
  exhausted boolean not null default false,
  activity text null,
  idempotency_key text null,
  primary key (task)
);

create table sweep_trials (
  sweep text not null,
  number int not null,
  task text not null,
  fingerprint text not null,
  parameters jsonb not null,
  state text not null default 'queued',
  verdict text null,
  reason text null,
  results jsonb not null default '[]',
  score double precision null,
  iteration bigint not null default '0',
  bracket int null,
  rung int null,
  by_hand boolean not null default false,
  sampler jsonb null,
  created timestamptz(3) not null,
  started timestamptz(3) null,
  ended timestamptz(3) null,
  compute_ms bigint not null default '0',
  primary key (sweep, number)
);

-- The score of a trial when it arrived at a rung, and whether it went on.
create table sweep_rungs (
  sweep text not null,
  trial int not null,
  bracket int not null,
  iterations int not null,
  score double precision not null,
  promoted boolean not null,
  at timestamptz(3) not null,
  primary key (sweep, trial, iterations)
);

create table sweep_events (
  id bigserial primary key,
  sweep text not null,
  at timestamptz(3) not null,
  text text not null,
  actor text not null
);

alter table sweeps add foreign key (task) references tasks (id) on delete cascade;
alter table sweep_trials add foreign key (sweep) references tasks (id) on delete cascade;
alter table sweep_rungs add foreign key (sweep) references tasks (id) on delete cascade;
alter table sweep_events add foreign key (sweep) references tasks (id) on delete cascade;

create unique index sweeps_key on sweeps (idempotency_key) where idempotency_key is not null;
create unique index sweep_trials_task on sweep_trials (task);
create index sweep_trials_open on sweep_trials (sweep) where ended is null;
create index sweep_trials_tried on sweep_trials (sweep, md5(fingerprint));
create index sweep_trials_best on sweep_trials (sweep, score) where score is not null;
create index sweep_rungs_rung on sweep_rungs (sweep, bracket, iterations);
create index sweep_events_sweep on sweep_events (sweep, id);

create trigger sweeps_live after insert or update or delete on sweeps for each row execute function notify_live('sweep', 'task');
create trigger sweep_events_live after insert on sweep_events for each row execute function notify_live('sweep', 'sweep');
-- Rows of trials may hold what a sampler remembers: nothing but the sweep is read.
create function notify_live_trial() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_live', json_build_object('topic', 'sweep', 'id', coalesce(new.sweep, old.sweep))::text);
  return null;
end $$;
create trigger sweep_trials_live after insert or update or delete on sweep_trials for each row execute function notify_live_trial();
