create table scalers (
  id text primary key,
  name text not null unique,
  user_id text not null references users (id),
  configuration jsonb not null,
  secrets jsonb not null default '{}',
  mode text not null default 'running',
  created timestamptz(3) not null,
  last_look timestamptz(3) null,
  next_look timestamptz(3) null,
  notes jsonb not null default '[]',
  backoffs jsonb not null default '{}',
  cloud_seen timestamptz(3) null,
  cloud_error text null
);

-- A machine is a row before it is anything in the cloud: what is written here may exist there, and nothing else does.
create table machines (
  id text primary key,
  scaler text not null references scalers (id) on delete cascade,
  queue text not null,
  resource text not null,
  instance_type text not null,
  spot boolean not null default false,
  state text not null default 'planned',
  why text not null,
  cloud_id text null,
  zone text null,
  worker text null unique,
  hourly_price double precision null,
  join_token text null unique,
  join_nonce text null,
  access_key text null,
  created timestamptz(3) not null,
  launched timestamptz(3) null,
  joined timestamptz(3) null,
  interrupted timestamptz(3) null,
  draining timestamptz(3) null,
  end_requested timestamptz(3) null,
  ending timestamptz(3) null,
  ended timestamptz(3) null,
  end_reason text null,
  end_why text null,
  error text null,
  console text null
);
create index machines_scaler on machines (scaler, created desc);
create index machines_live on machines (scaler) where ended is null;

-- What a scaler did and why, and what people did to it.
create table scaler_events (
  id bigserial primary key,
  scaler text not null references scalers (id) on delete cascade,
  at timestamptz(3) not null,
  machine text null,
  kind text not null,
  text text not null,
  actor text not null
);
create index scaler_events_scaler on scaler_events (scaler, id desc);

create table scaler_samples (
  scaler text not null references scalers (id) on delete cascade,
  at timestamptz(3) not null,
  waiting int not null,
  starting int not null,
  idle int not null,
  busy int not null,
  cost_per_hour double precision not null,
  primary key (scaler, at)
);

create function notify_live_scaler() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_live', json_build_object('topic', 'autoscaler', 'id', new.scaler)::text);
  return null;
end $$;
create trigger machines_live_scaler after insert or update on machines for each row execute function notify_live_scaler();
create trigger scaler_events_live after insert on scaler_events for each row execute function notify_live_scaler();

create function notify_live_scaler_itself() returns trigger language plpgsql as $$
begin
  perform pg_notify('perdura_live', json_build_object('topic', 'autoscaler', 'id', new.id)::text);
  return null;
end $$;
create trigger scalers_live after insert or update of mode, configuration, notes, backoffs, cloud_error on scalers
  for each row execute function notify_live_scaler_itself();
