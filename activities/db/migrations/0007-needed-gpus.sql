-- GPUs that the agent of a task must have; 0 for a task that any agent may run.
alter table tasks add column gpus_needed integer not null default 0;
