import type { TreeItem } from './step-tree.ts';

export interface StepEdge {
  from: string;
  to: string;
}

export const edgeKey = ({ from, to }: StepEdge): string => `${from}\n${to}`;

/**
 * What leads to what among the items that are drawn. A folded item stands for all in it; what leads to a mapped step leads to its frame
 * and not to each instance again; the instances of a repeated step follow each other.
 */
export function stepEdges(tree: TreeItem[], folded: ReadonlySet<string>): StepEdge[] {
  const shown = new Map<string, string>();
  const inside = new Map<string, string[]>();
  visit(tree, [], null);
  const edges = new Map<string, StepEdge>();
  for (const { from, to } of allEdges(tree)) add(shown.get(from), shown.get(to));
  return [...edges.values()];

  function visit(items: TreeItem[], around: string[], foldedInto: string | null): void {
    for (const item of items) {
      const key = foldedInto ?? item.key;
      if (item.node) shown.set(item.node.name, key);
      inside.set(item.key, around);
      visit(item.children, [...around, item.key], foldedInto ?? (folded.has(item.key) ? item.key : null));
    }
  }

  function add(from: string | undefined, to: string | undefined): void {
    if (from === undefined || to === undefined || from === to) return;
    if (inside.get(from)?.includes(to) || inside.get(to)?.includes(from)) return;
    edges.set(edgeKey({ from, to }), { from, to });
  }
}

function allEdges(items: TreeItem[], owner: TreeItem | null = null): StepEdge[] {
  return items.flatMap((item, index) => [...edgesInto(item, items[index - 1], owner), ...allEdges(item.children, ownerOf(item))]);
}

const ownerOf = (item: TreeItem): TreeItem | null => (item.node ? item : null);

function edgesInto({ node }: TreeItem, before: TreeItem | undefined, owner: TreeItem | null): StepEdge[] {
  if (!node) return [];
  if (!owner) return node.parents.map((from) => ({ from, to: node.name }));
  const siblings = new Set(owner.children.map(({ key }) => key));
  const parents = node.parents.filter((parent) => siblings.has(parent));
  if (parents.length === 0 && before && isRepetition(node.name)) return [{ from: before.key, to: node.name }];
  return parents.map((from) => ({ from, to: node.name }));
}

/** `retrain#3`, in contrast to `train[3]`. */
const isRepetition = (name: string): boolean => /#\d+$/.test(name);
