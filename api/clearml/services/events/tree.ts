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

const emptyTree = (): Tree => Object.create(null) as Tree;
