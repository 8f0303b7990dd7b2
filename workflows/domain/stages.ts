/** The stages of a run in the order in which they happen. */
export const STAGES = ['container', 'setupScript', 'clone', 'diff', 'environment', 'install', 'execute', 'cleanUp'] as const;
export type Stage = (typeof STAGES)[number];

export interface StagePlanInput {
  repository: string;
  hasDiff: boolean;
  setupScript: string;
  /** The agent runs tasks in containers. */
  inContainer: boolean;
}

/** The stages that a run needs. A stage that has nothing to do is not planned. */
export function planStages({ repository, hasDiff, setupScript, inContainer }: StagePlanInput): Stage[] {
  const needed: Record<Stage, boolean> = {
    container: inContainer,
    setupScript: setupScript.trim() !== '',
    clone: repository !== '',
    diff: hasDiff,
    environment: true,
    install: true,
    execute: true,
    cleanUp: true,
  };
  return STAGES.filter((stage) => needed[stage]);
}
