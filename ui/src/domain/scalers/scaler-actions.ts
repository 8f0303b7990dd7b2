import type { ScalerStatus, Shutdown } from '../../../../workflows/contracts/autoscaler-api.ts';

export const SCALER_ACTIONS = ['pause', 'resume', 'endIdle', 'drain', 'stop', 'start'] as const;
export type ScalerAction = (typeof SCALER_ACTIONS)[number];

const ALLOWED: Record<ScalerAction, ScalerStatus[]> = {
  pause: ['running'],
  resume: ['paused', 'draining'],
  endIdle: ['running', 'paused', 'stopping'],
  drain: ['running', 'paused'],
  // one that stops may be told to end more of its machines, or to go on
  stop: ['running', 'paused', 'draining', 'stopping'],
  start: ['stopping', 'stopped'],
};

export const isScalerActionAllowed = (action: ScalerAction, status: ScalerStatus): boolean => ALLOWED[action].includes(status);

/** What a stop does to the machines, as a person chooses it. */
export const SHUTDOWN_LABELS: Record<Shutdown, { label: string; hint: string }> = {
  nothing: {
    label: 'Leave them',
    hint: 'They take tasks for as long as there are any, and end themselves when they have been idle for too long.',
  },
  idle: { label: 'End those that are idle', hint: 'Machines with a task finish it, and then end themselves.' },
  all: { label: 'End all', hint: 'Tasks that run on them go back to their queues.' },
};
