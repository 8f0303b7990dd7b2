import assert from 'node:assert/strict';
import type { TaskStatus } from '../../../ui/src/api/types.ts';
import { isAllowed, TASK_ACTIONS, type TaskAction } from '../../../ui/src/domain/task-actions.ts';

const ALWAYS: TaskAction[] = ['clone', 'sweep', 'tags', 'move', 'archive'];
const EXPECTED: [TaskStatus, TaskAction[]][] = [
  ['created', ['enqueue', 'delete']],
  ['queued', ['dequeue', 'reset']],
  ['in_progress', ['abort']],
  ['stopped', ['enqueue', 'reset', 'publish']],
  ['failed', ['retry', 'reset', 'publish']],
  ['completed', ['reset', 'publish']],
  ['published', []],
];

describe('what a state allows', () => {
  for (const [status, actions] of EXPECTED) {
    it(`${status}: ${actions.join(', ') || 'nothing of its own'}`, () => {
      const allowed = TASK_ACTIONS.filter((action) => isAllowed(action, { status }));
      assert.deepEqual(new Set(allowed), new Set([...actions, ...ALWAYS]));
    });
  }

  it('an archived task can be restored and deleted, and not archived again', () => {
    const task = { status: 'completed' as const, system_tags: ['archived'] };
    assert.deepEqual([isAllowed('restore', task), isAllowed('delete', task), isAllowed('archive', task)], [true, true, false]);
  });
});
