import type { StageReport } from '../../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { StageRecord } from '../entities/attempt.entity.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Writes a stage's beginning or end into its attempt. The same report, or an older one, changes nothing. */
export function reportStage(db: Db, run: RunRef, report: StageReport): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const [attempt] = await query<{ stages: StageRecord[] }>(
      em,
      sql`select stages from attempts where task = ${run.taskId} and number = ${run.attempt} for update`,
    );
    if (!attempt) return;
    const stages = JSON.stringify(mergeStage(attempt.stages, report));
    if (stages === JSON.stringify(attempt.stages)) return;
    await query(em, sql`update attempts set stages = ${stages}::jsonb where task = ${run.taskId} and number = ${run.attempt}`);
  });
}

/** A stage that is tried again after its end starts anew; one that goes on keeps its beginning. */
export function mergeStage(stages: StageRecord[], report: StageReport): StageRecord[] {
  const index = stages.findIndex(({ stage }) => stage === report.stage);
  const known = stages[index];
  if (!known) return [...stages, recordOf(report, report.at)];
  if (report.at < (known.endedAt ?? known.startedAt)) return stages;
  if (report.state === 'started' && known.endedAt === report.at) return stages;
  const startedAt = report.state === 'started' && known.endedAt !== undefined ? report.at : known.startedAt;
  return stages.with(index, recordOf(report, startedAt));
}

function recordOf({ stage, state, at, detail, lastLines }: StageReport, startedAt: number): StageRecord {
  return {
    stage,
    state,
    startedAt,
    ...(state === 'started' ? {} : { endedAt: at }),
    ...(detail === undefined ? {} : { detail }),
    ...(lastLines === undefined ? {} : { lastLines }),
  };
}
