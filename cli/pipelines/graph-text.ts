import type { GraphNode } from './graph.ts';

/**
 * One line a step, below the parent that ends last in the order of the definition; further parents are named behind it.
 */
export function textOf(nodes: GraphNode[]): string {
  const place = new Map(nodes.map(({ name }, index) => [name, index]));
  const under = Map.groupBy(nodes, ({ parents }) => lastOf(parents, place));
  const lines: string[] = [];
  const draw = (parent: string | null, indent: string): void => {
    const children = under.get(parent) ?? [];
    for (const [index, node] of children.entries()) {
      const last = index === children.length - 1;
      const branch = parent === null ? '' : last ? '└─ ' : '├─ ';
      lines.push(`${indent}${branch}${describe(node, parent)}`);
      draw(node.name, parent === null ? '' : `${indent}${last ? '   ' : '│  '}`);
    }
  };
  draw(null, '');
  return lines.join('\n');
}

function lastOf(parents: string[], place: Map<string, number>): string | null {
  const known = parents.filter((parent) => place.has(parent));
  return known.toSorted((a, b) => place.get(a)! - place.get(b)!).at(-1) ?? null;
}

function describe({ name, parents, notes, state }: GraphNode, under: string | null): string {
  const others = parents.filter((parent) => parent !== under);
  const parts = [state ?? '', ...notes, others.length > 0 ? `also after ${others.join(', ')}` : ''].filter(Boolean);
  return parts.length === 0 ? name : `${name}  (${parts.join('; ')})`;
}
