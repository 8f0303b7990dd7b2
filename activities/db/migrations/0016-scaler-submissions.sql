create table scaler_submissions (
  user_id text not null,
  key text not null,
  scaler text not null references scalers (id) on delete cascade,
  queues text[] not null,
  created timestamptz(3) not null,
  primary key (user_id, key)
);
