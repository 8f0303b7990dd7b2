-- A task that a workflow runs in place of an agent: a run of a pipeline, or a sweep.
alter table tasks add column controller text null;
