import type { Em } from '../orm.ts';

/** A sweep that is made a draft again begins with its first trial; the tasks of the earlier ones stay. */
export async function forgetTrials(em: Em, sweep: string): Promise<void> {
  for (const table of ['sweep_trials', 'sweep_rungs', 'sweep_events'])
    await em.execute(`delete from ${table} where sweep = ?`, [sweep]);
  await em.execute('update sweeps set cursor = 0, exhausted = false, paused_by = null, activity = null where task = ?', [sweep]);
}
