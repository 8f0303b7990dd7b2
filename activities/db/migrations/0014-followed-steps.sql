-- A step that a controller has made again while the task of an earlier attempt still ran: it ends as `kept_from` does.
alter table python_steps add column following boolean not null default false;
create index python_steps_following on python_steps (kept_from) where following;
