/** Where a waiting task can be moved, and the endpoint that does it. */
export const MOVES = {
  front: 'queues.move_task_to_front',
  back: 'queues.move_task_to_back',
  forward: 'queues.move_task_forward',
  backward: 'queues.move_task_backward',
} as const;

export type Move = keyof typeof MOVES;
