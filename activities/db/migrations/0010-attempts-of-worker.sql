-- What a machine has run, asked at each look of its autoscaler.
create index attempts_of_worker on attempts (worker, ended);
drop index attempts_worker;
