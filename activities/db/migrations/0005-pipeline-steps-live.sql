-- A run's page shows the states and the progress of its steps' tasks, which nothing else of a run need know: the progress of a task, and every
-- state of the steps of Python's PipelineController, whose graph stands in a configuration object of its task.
create function notify_live_pipeline_step() returns trigger language plpgsql as $$
begin
  if exists (select from tasks where id = new.parent and type = 'controller') then
    perform pg_notify('perdura_live', json_build_object('topic', 'pipeline', 'id', new.parent)::text);
  end if;
  return null;
end $$;
create trigger tasks_live_pipeline_step after update of status, runtime on tasks
  for each row when (
    new.parent is not null
    and (new.status is distinct from old.status or (new.runtime -> 'progress') is distinct from (old.runtime -> 'progress'))
  ) execute function notify_live_pipeline_step();
create trigger tasks_live_pipeline_graph after update of configuration on tasks
  for each row when (new.type = 'controller' and new.configuration is distinct from old.configuration) execute function notify_live_pipeline();
