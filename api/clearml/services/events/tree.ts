export interface Tree {
  [key: string]: unknown;
}

/** Values under paths of names that users chose: without a prototype, any name is only a name. */
export function treeOf<Item>(
  items: Iterable<Item>,
  pathOf: (item: Item) => readonly string[],
  leafOf: (item: Item) => unknown,
): Tree {
  const root = emptyTree();
  for (const item of items) {
    const path = pathOf(item);
    let node = root;
    for (const name of path.slice(0, -1)) {
      node[name] ??= emptyTree();
      node = node[name] as Tree;
    }
    node[path.at(-1)!] = leafOf(item);
  }
  return root;
}

/** JSON of a tree whose leaves are JSON already. */
export function treeText(node: unknown): string {
  if (typeof node === 'string') return node;
  const members = Object.entries(node as Tree).map(([name, inner]) => `${JSON.stringify(name)}:${treeText(inner)}`);
  return `{${members.join()}}`;
}

const emptyTree = (): Tree => Object.create(null) as Tree;
