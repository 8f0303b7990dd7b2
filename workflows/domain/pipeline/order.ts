import { referringParts, stepOfReference } from './check-spec.ts';
import { referencesIn } from './references.ts';
import type { StepSpec } from './spec.ts';

/** Steps with what they refer to among their parents: a step runs after everything whose results it uses. */
export function withImpliedParents<Step extends StepSpec>(steps: readonly Step[]): Step[] {
  const names = new Set(steps.map(({ name }) => name));
  return steps.map((step) => {
    const implied = referencesIn(referringParts(step)).flatMap((reference) =>
      reference.to === 'step' ? [stepOfReference(reference.step)] : [],
    );
    const sameWorker = step.kind === 'task' && step.sameWorkerAs !== null ? [step.sameWorkerAs] : [];
    const parents = new Set([...step.parents, ...implied, ...sameWorker].filter((name) => names.has(name) && name !== step.name));
    return { ...step, parents: [...parents] };
  });
}

/** Names of the steps of a cycle, the first one again at the end; null when there is none. */
export function findCycle(steps: readonly StepSpec[]): string[] | null {
  const parents = new Map(steps.map((step) => [step.name, step.parents]));
  const done = new Set<string>();
  for (const { name } of steps) {
    const cycle = walk(name, { parents, done, path: [] });
    if (cycle) return cycle;
  }
  return null;
}

function walk(
  name: string,
  { parents, done, path }: { parents: ReadonlyMap<string, string[]>; done: Set<string>; path: string[] },
): string[] | null {
  if (done.has(name)) return null;
  const at = path.indexOf(name);
  if (at >= 0) return [...path.slice(at), name].toReversed();
  for (const parent of parents.get(name) ?? []) {
    const cycle = walk(parent, { parents, done, path: [...path, name] });
    if (cycle) return cycle;
  }
  done.add(name);
  return null;
}

/** Everything that ends before a step begins. */
export function ancestorsOf(steps: readonly StepSpec[], name: string): Set<string> {
  const parents = new Map(withImpliedParents(steps).map((step) => [step.name, step.parents]));
  const found = new Set<string>();
  const open = [...(parents.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(parents.get(next) ?? []));
  }
  return found;
}
