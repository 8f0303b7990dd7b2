-- The worker that a task should run on, while it is there to serve the task's queue; null for any.
alter table tasks add column pinned_worker text null;
