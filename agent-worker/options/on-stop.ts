/** What the agent should do with its runs when it is stopped. */
export const ON_STOP = ['requeue', 'drain', 'abort', 'detach'] as const;
export type OnStop = (typeof ON_STOP)[number];
