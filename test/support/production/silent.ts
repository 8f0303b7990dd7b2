import type { Progress } from '../../../stack/progress.ts';

/** Progress that nobody watches. */
export const silent: Progress = { note: () => {}, step: (_text, work) => work() };
