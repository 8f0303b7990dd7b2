import type { NodeView } from '../../../../workflows/contracts/pipeline-api.ts';

/** Names of the steps that depend on a step, near or far, in the order of the pipeline; without instances. */
export function descendants(nodes: NodeView[], step: string): string[] {
  const steps = nodes.filter(({ instanceOf }) => instanceOf === null);
  const found = new Set([step]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { name, parents } of steps) if (parents.some((parent) => found.has(parent))) found.add(name);
  }
  return steps.map(({ name }) => name).filter((name) => name !== step && found.has(name));
}
