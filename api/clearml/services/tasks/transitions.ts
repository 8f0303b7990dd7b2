import { z } from 'zod';
import { type ReportInput, reportStatus } from '../../../../activities/db/tasks/report-status.ts';
import { stopTask } from '../../../../activities/db/tasks/stop.ts';
import { actorOf } from '../../../context.ts';
import { statusFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, reasons, taskId, updated } from '../../schemas/common.ts';

const change = z.object({ task: taskId, force: flag, ...reasons });
type Change = z.output<typeof change>;

const report = (call: Call, { task, force, status_reason: reason, status_message: message }: Change, to: ReportInput['to']) =>
  reportStatus(call.api.db, {
    task,
    to,
    actor: actorOf(call.principal),
    force: force ?? false,
    reason: reason ?? '',
    message: message ?? '',
  });

const started = defineEndpoint({
  name: 'tasks.started',
  needs: 'work',
  summary: 'Says that a task runs; said again it changes nothing',
  request: change,
  response: updated.extend({ started: z.int() }),
  async handle(call, request) {
    return { updated: 1, started: 1, fields: statusFields(await report(call, request, 'in_progress')) };
  },
});

const stopped = defineEndpoint({
  name: 'tasks.stopped',
  needs: 'work',
  summary: 'Says that a task was aborted',
  request: change,
  response: updated,
  async handle(call, request) {
    return { updated: 1, fields: statusFields(await report(call, request, 'stopped')) };
  },
});

const failed = defineEndpoint({
  name: 'tasks.failed',
  needs: 'work',
  summary: 'Says that a task failed',
  request: change,
  response: updated,
  async handle(call, request) {
    return { updated: 1, fields: statusFields(await report(call, request, 'failed')) };
  },
});

const close = defineEndpoint({
  name: 'tasks.close',
  needs: 'work',
  summary: 'Says that a task ended',
  request: change,
  response: updated,
  async handle(call, request) {
    return { updated: 1, fields: statusFields(await report(call, request, 'closed')) };
  },
});

const completed = defineEndpoint({
  name: 'tasks.completed',
  needs: 'work',
  summary: 'Says that a task ended well, and publishes it on request',
  request: change.extend({ publish: flag }),
  response: updated.extend({ published: z.int() }),
  async handle(call, { publish, ...request }) {
    const fields = await report(call, request, 'completed');
    if (!publish) return { updated: 1, published: 0, fields: statusFields(fields) };
    const publishedFields = await report(call, request, 'published');
    return { updated: 1, published: 1, fields: statusFields({ ...fields, ...publishedFields }) };
  },
});

const stop = defineEndpoint({
  name: 'tasks.stop',
  needs: 'work',
  summary: 'Asks a task to stop',
  request: change,
  response: updated,
  async handle({ api, principal }, { task, force, status_reason: reason, status_message: message }) {
    const fields = await stopTask(api.db, {
      task,
      actor: actorOf(principal),
      force: force ?? false,
      reason: reason ?? '',
      message: message ?? '',
    });
    return { updated: 1, fields: statusFields(fields) };
  },
});

export const transitionEndpoints = [started, stopped, failed, close, completed, stop];
