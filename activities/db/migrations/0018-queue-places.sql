-- Each place in a queue is taken once: tasks that are enqueued at one moment do not share one, within which none could be moved.
update queue_entries e set position = numbered.place
from (select task, row_number() over (partition by queue order by position, added, task) as place from queue_entries) numbered
where e.task = numbered.task;

-- The end of a queue is the next of these, its head the next of these below zero.
create sequence queue_places;
select setval('queue_places', (select coalesce(max(position), 0) + 1 from queue_entries));
