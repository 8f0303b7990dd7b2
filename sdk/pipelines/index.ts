export type { Duration } from '../duration.ts';
export type { PipelineBuilder, StepBuilder } from './builder.ts';
export { above, atLeast, atMost, below, type Conditional, equal, isFalse, isTrue, notEqual } from './conditions.ts';
export type {
  EndContext,
  FunctionContext,
  PostExecuteContext,
  PreExecuteContext,
  RunContext,
  StatusContext,
  StepContext,
  TaskContext,
} from './contexts.ts';
export { definePipeline, type PipelineOptions } from './define-pipeline.ts';
export { isPipelineDefinition, needsWorker, type PipelineDefinition } from './definition.ts';
export { index, item, type StepHandle, self } from './handles.ts';
export { boolean, integer, list, number, object, type Parameter, text } from './parameters.ts';
export type { Reference } from './reference.ts';
export { readRun, type SubmitOptions, submitPipeline } from './runs.ts';
