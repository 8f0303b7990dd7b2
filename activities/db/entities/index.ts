import { Attempt } from './attempt.entity.ts';
import { DiscardedFile } from './discarded-file.entity.ts';
import { DebugImage, LogEvent, PlotEvent, ScalarPoint, ScalarTile, Series, VectorEvent } from './event.entity.ts';
import { Model } from './model.entity.ts';
import { Outbox } from './outbox.entity.ts';
import {
  FunctionResult,
  PipelineCache,
  PipelineEvent,
  PipelineHook,
  PipelineNode,
  PipelineRun,
  PipelineSubmission,
  PythonStep,
} from './pipeline.entity.ts';
import { Project } from './project.entity.ts';
import { Queue, QueueEntry, QueueSample } from './queue.entity.ts';
import { Machine, Scaler, ScalerEvent, ScalerSample, ScalerSubmission } from './scaler.entity.ts';
import { Sweep, SweepEvent, SweepRung, SweepTrial } from './sweep.entity.ts';
import { Task } from './task.entity.ts';
import { TaskTransition } from './task-transition.entity.ts';
import { Credential, Session, User } from './user.entity.ts';
import { ServerStart, Worker, WorkerProperty, WorkerSample } from './worker.entity.ts';

export const entities = [
  Attempt,
  Credential,
  DebugImage,
  DiscardedFile,
  LogEvent,
  Machine,
  Model,
  Outbox,
  FunctionResult,
  PipelineCache,
  PipelineEvent,
  PipelineHook,
  PipelineNode,
  PipelineRun,
  PipelineSubmission,
  PythonStep,
  PlotEvent,
  Project,
  Queue,
  QueueEntry,
  QueueSample,
  ScalarPoint,
  ScalarTile,
  Scaler,
  ScalerEvent,
  ScalerSample,
  ScalerSubmission,
  Series,
  ServerStart,
  Session,
  Sweep,
  SweepEvent,
  SweepRung,
  SweepTrial,
  Task,
  TaskTransition,
  User,
  VectorEvent,
  Worker,
  WorkerProperty,
  WorkerSample,
];
