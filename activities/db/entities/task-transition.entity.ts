import { defineEntity, p } from '@mikro-orm/core';

/** Every change of a task's status: who, when, why. Kept over resets. */
export const TaskTransition = defineEntity({
  name: 'TaskTransition',
  tableName: 'task_transitions',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    task: p.text(),
    at: p.datetime(3),
    from_status: p.text(),
    to_status: p.text(),
    actor: p.text(),
    reason: p.text().default(''),
    message: p.text().default(''),
    attempt: p.integer(),
  },
});
