import type { NodeView } from '../../../../workflows/contracts/pipeline-api.ts';

/** A step for a test, with what the test says of it. */
export const node = (name: string, parents: string[] = [], more: Partial<NodeView> = {}): NodeView => ({
  name,
  instanceOf: null,
  kind: 'task',
  parents,
  stage: null,
  state: 'pending',
  reason: null,
  task: null,
  queue: null,
  attempts: 0,
  started: null,
  ended: null,
  progress: null,
  run: null,
  prompt: null,
  approvedBy: null,
  parameters: {},
  earlier: [],
  ...more,
});

export const instance = (of: string, name: string, more: Partial<NodeView> = {}): NodeView =>
  node(name, [], { instanceOf: of, ...more });
