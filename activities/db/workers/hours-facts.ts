import { FORCE_PROPERTY, QUEUE_TAG } from '../../../workflows/domain/working-hours/activity.ts';
import { type Sql, sql } from '../sql.ts';

/** `HoursFacts` of the worker `w`, as JSON. A stock agent keeps its schedule to itself. */
export const hoursFacts = (now: Date): Sql => sql`json_build_object('schedule', w.schedule,
  'forced', (select json_build_object('value', p.value, 'expires', p.expires) from worker_properties p
    where p.worker = w.id and p.key = ${FORCE_PROPERTY} and (p.expires is null or p.expires > ${now})),
  'forcedQueues', (select coalesce(json_object_agg(q.id, case when ${QUEUE_TAG.off} = any(q.tags) then 'off' else 'on' end), '{}')
    from queues q where q.id = any(w.queues) and q.tags && array[${QUEUE_TAG.on}, ${QUEUE_TAG.off}]::text[]))`;
