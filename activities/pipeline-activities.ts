import type { PipelineActivities } from '../workflows/contracts/pipeline-activities.ts';
import type { Db } from './db/orm.ts';
import { beginPipeline } from './db/pipelines/begin-pipeline.ts';
import { closeSteps } from './db/pipelines/close-steps.ts';
import { checkUntil, expandStep, nextRound } from './db/pipelines/expand-step.ts';
import { describeFunction, finishFunction } from './db/pipelines/function-steps.ts';
import { describeHook, recordHook } from './db/pipelines/hooks.ts';
import { noteBlocked, notePaused } from './db/pipelines/note-run.ts';
import { observeSteps } from './db/pipelines/observe-steps.ts';
import { describePipelineHook, recordPipelineHook } from './db/pipelines/pipeline-hooks.ts';
import { rerunStep } from './db/pipelines/rerun-step.ts';
import { startSteps } from './db/pipelines/start-steps.ts';
import { stopSteps } from './db/pipelines/stop-steps.ts';

/** What `pipelineWorkflow` asks of one database. */
export const createPipelineActivities = (db: Db): PipelineActivities => ({
  beginPipeline: (run) => beginPipeline(db, run),
  startSteps: (input) => startSteps(db, input),
  observeSteps: (input) => observeSteps(db, input),
  closeSteps: (input) => closeSteps(db, input),
  decideSteps: (input) => closeSteps(db, input),
  expandStep: (input) => expandStep(db, input),
  nextRound: (input) => nextRound(db, input),
  checkUntil: (input) => checkUntil(db, input),
  stopSteps: (input) => stopSteps(db, input),
  describeHook: (input) => describeHook(db, input),
  recordHook: (input) => recordHook(db, input),
  describePipelineHook: (input) => describePipelineHook(db, input),
  recordPipelineHook: (input) => recordPipelineHook(db, input),
  describeFunction: (input) => describeFunction(db, input),
  finishFunction: (input) => finishFunction(db, input),
  noteBlocked: (input) => noteBlocked(db, input),
  notePaused: (input) => notePaused(db, input),
  rerunStep: (input) => rerunStep(db, input),
});
