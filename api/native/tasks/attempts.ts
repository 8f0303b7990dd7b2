import { z } from 'zod';
import type { StageRecord } from '../../../activities/db/entities/attempt.entity.ts';
import { type AttemptView, listAttempts } from '../../../activities/db/tasks/list-attempts.ts';
import { type ControllerKind, controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import { taskWorkflowId } from '../../../workflows/contracts/names.ts';
import { STAGES, type Stage } from '../../../workflows/contracts/run.ts';
import type { ApiOptions } from '../../options.ts';
import { temporalUrl } from '../../temporal/temporal-url.ts';
import { defineRoute } from '../route.ts';

export const attempts = defineRoute({
  method: 'get',
  path: '/tasks/:id/attempts',
  needs: 'read',
  summary: 'Every attempt to run a task, with its stages and its workflow in Temporal',
  params: z.object({ id: z.string() }),
  async handle({ api, params: { id } }) {
    const { attempts: views, plan, controller, ...policy } = await listAttempts(api.db.em.fork(), id);
    return { attempts: views.map((view) => describeAttempt(api.options, { task: id, view, plan, controller })), ...policy };
  },
});

interface AttemptInput {
  task: string;
  view: AttemptView;
  plan: Stage[];
  controller: ControllerKind | null;
}

function describeAttempt(options: ApiOptions, { task, view, plan, controller }: AttemptInput) {
  const { queue_name, exit_code, stages, ...rest } = view;
  const workflowId = workflowOf(view, { task, controller });
  return {
    ...rest,
    queue: view.queue === null ? null : (queue_name ?? view.queue),
    queueId: view.queue,
    exitCode: exit_code,
    workflowId,
    temporalUrl: workflowId && temporalUrl(options, workflowId),
    stages: view.kind === 'agent' && view.ended === null ? withPlanned(stages, plan) : stages.map(describeStage),
  };
}

/** An attempt that waits, or was taken out of its queue before anybody claimed it, has none. */
function workflowOf({ number, kind, claimed }: AttemptView, { task, controller }: Pick<AttemptInput, 'task' | 'controller'>) {
  if (kind === 'agent' && claimed === null) return null;
  return controller && kind === 'workflow'
    ? controllerWorkflowId(controller, { taskId: task, attempt: number })
    : taskWorkflowId(task, number);
}

interface StageView {
  stage: Stage;
  state: StageRecord['state'] | 'pending' | 'skipped';
  startedAt: string | null;
  endedAt: string | null;
  detail: string | null;
}

/** An attempt that goes on shows what is still to come; a stage that was passed over had nothing to do. */
function withPlanned(records: StageRecord[], plan: Stage[]): StageView[] {
  const latest = Math.max(-1, ...records.map(({ stage }) => STAGES.indexOf(stage)));
  return STAGES.flatMap((stage, index) => {
    const record = records.find((known) => known.stage === stage);
    if (record) return [describeStage(record)];
    if (!plan.includes(stage)) return [];
    return [{ stage, state: index < latest ? 'skipped' : 'pending', startedAt: null, endedAt: null, detail: null }];
  });
}

function describeStage({ stage, state, startedAt, endedAt, detail }: StageRecord): StageView {
  return {
    stage,
    state,
    startedAt: iso(startedAt),
    endedAt: endedAt === undefined ? null : iso(endedAt),
    detail: detail ?? null,
  };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
