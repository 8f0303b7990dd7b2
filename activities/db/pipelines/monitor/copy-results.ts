import type { Artifact, TaskModel } from '../../entities/task.entity.ts';
import type { Db } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { putArtifacts } from '../../tasks/artifacts.ts';
import { putModel } from '../../tasks/task-models.ts';

interface CopyResultsInput {
  run: string;
  task: string;
  userId: string;
  names: { from: string; to: string }[];
}

interface Results {
  artifacts: Artifact[];
  models: { input: TaskModel[]; output: TaskModel[] };
}

/** Lists artifacts of a step with its run: the same address, the same hash. */
export async function copyArtifacts(db: Db, { run, task, userId, names }: CopyResultsInput): Promise<void> {
  const [from, to] = await Promise.all([readResults(db, task), readResults(db, run)]);
  const wanted = names.flatMap((name) => {
    const found = from.artifacts.find(({ key, mode }) => key === name.from && mode === 'output');
    return found ? [{ ...found, key: name.to }] : [];
  });
  const missing = wanted.filter(
    ({ key, uri, hash }) => !to.artifacts.some((each) => each.key === key && each.uri === uri && each.hash === hash),
  );
  if (missing.length > 0) await putArtifacts(db, { task: run, userId, artifacts: missing, force: true });
}

/** Lists models of a step with its run. */
export async function copyModels(db: Db, { run, task, userId, names }: CopyResultsInput): Promise<void> {
  const [from, to] = await Promise.all([readResults(db, task), readResults(db, run)]);
  for (const name of names) {
    const found = from.models.output.findLast((each) => each.name === name.from);
    if (!found || to.models.output.some((each) => each.name === name.to && each.model === found.model)) continue;
    await putModel(db, { task: run, userId, side: 'output', name: name.to, model: found.model });
  }
}

async function readResults(db: Db, task: string): Promise<Results> {
  const [row] = await query<Results>(db.em.fork(), sql`select artifacts, models from tasks where id = ${task}`);
  return row ?? { artifacts: [], models: { input: [], output: [] } };
}
