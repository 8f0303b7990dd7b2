import { CONTROLLER_UPDATES } from './controller.ts';

/** Updates of `pipelineWorkflow`. Each is refused by its validator, in words for a person, and is otherwise in effect when it answers. */
export const PIPELINE_UPDATES = {
  ...CONTROLLER_UPDATES,
  /** `[ApproveInput]`: decides an approval that is waited for. */
  approve: 'approve',
  /** `[{ signal, actor }]` → the names of the steps that waited for it. */
  signal: 'signal',
  /** `[{ step, actor }]`: the step and its descendants run again. */
  rerun: 'rerun',
} as const;

export interface ByActor {
  /** Who asks: `user:<id>`. */
  actor: string;
  /** His name, for people. */
  by: string;
}

export interface ApproveInput extends ByActor {
  step: string;
  approved: boolean;
  comment?: string;
}

export interface SignalInput extends ByActor {
  signal: string;
}

export interface RerunInput extends ByActor {
  step: string;
}
