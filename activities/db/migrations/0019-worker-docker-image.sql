-- Image of the containers in which an agent runs tasks that name none; null for one that runs tasks without containers.
alter table workers add column docker_image text null;
