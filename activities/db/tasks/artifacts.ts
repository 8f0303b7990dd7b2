import type { Artifact } from '../entities/task.entity.ts';
import type { Db } from '../orm.ts';
import { completeArtifact, type LooseArtifact } from './content.ts';
import { editPart, WHILE_RUNNING } from './edit-parts.ts';

export interface ArtifactId {
  key: string;
  mode: Artifact['mode'];
}

const sameArtifact = (a: ArtifactId, b: ArtifactId): boolean => a.key === b.key && a.mode === b.mode;

/**
 * Adds artifacts; one of the same key and mode takes the place of the earlier one.
 * @throws Refusal `taskNotFound`, `taskStatus`
 */
export function putArtifacts(
  db: Db,
  { task, userId, artifacts, force }: { task: string; userId: string; artifacts: LooseArtifact[]; force: boolean },
): Promise<void> {
  const given = artifacts.map(completeArtifact);
  return editPart(db, {
    task,
    part: 'artifacts',
    userId,
    allowed: force ? undefined : WHILE_RUNNING,
    change: (before) => given.reduce(putOne, before),
  });
}

function putOne(list: Artifact[], artifact: Artifact): Artifact[] {
  const at = list.findIndex((other) => sameArtifact(other, artifact));
  return at < 0 ? [...list, artifact] : list.with(at, artifact);
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function deleteArtifacts(
  db: Db,
  { task, userId, artifacts, force }: { task: string; userId: string; artifacts: ArtifactId[]; force: boolean },
): Promise<void> {
  return editPart(db, {
    task,
    part: 'artifacts',
    userId,
    allowed: force ? undefined : WHILE_RUNNING,
    change: (before) => before.filter((artifact) => !artifacts.some((id) => sameArtifact(id, artifact))),
  });
}
