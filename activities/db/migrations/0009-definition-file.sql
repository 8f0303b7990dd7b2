-- The file of the definition, as the submitter named it: with it the definition's worker is started. Null when nobody said.
alter table pipeline_runs add column file text null;
