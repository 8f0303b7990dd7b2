import type { NodeView } from '../../../../workflows/contracts/pipeline-api.ts';

/** A step with its instances, an instance, or a stage with its steps. */
export interface TreeItem {
  /** `stage:<name>` for a stage; else the step's name. */
  key: string;
  label: string;
  /** Null for a stage. */
  node: NodeView | null;
  children: TreeItem[];
}

/** More instances than this are shown as one node until somebody opens it. */
const MOST_OPEN_INSTANCES = 4;

const stageKey = (stage: string): string => `stage:${stage}`;

/** Stages around their steps, mapped and repeated steps around their instances. A stage of one step is not worth a frame. */
export function stepTree(nodes: NodeView[]): TreeItem[] {
  const names = new Set(nodes.map(({ name }) => name));
  const instances = Map.groupBy(
    nodes.filter(({ instanceOf }) => instanceOf !== null && names.has(instanceOf)),
    ({ instanceOf }) => instanceOf!,
  );
  const steps = nodes.filter(({ instanceOf }) => instanceOf === null || !names.has(instanceOf));
  const stages = Map.groupBy(steps, ({ stage }) => stage);
  const item = (node: NodeView): TreeItem => ({
    key: node.name,
    label: node.name,
    node,
    children: (instances.get(node.name) ?? []).map(item),
  });
  const placed = new Set<string>();
  return steps.flatMap((node) => {
    const { stage } = node;
    const members = stage === null ? [] : stages.get(stage)!;
    if (stage === null || members.length < 2) return [item(node)];
    if (placed.has(stage)) return [];
    placed.add(stage);
    return [{ key: stageKey(stage), label: stage, node: null, children: members.map(item) }];
  });
}

/** Items that can be opened and closed, at every depth. */
export const foldable = (tree: TreeItem[]): TreeItem[] =>
  tree.flatMap((item) => (item.children.length === 0 ? [] : [item, ...foldable(item.children)]));

const isFoldedAtFirst = ({ node, children }: TreeItem): boolean => node !== null && children.length > MOST_OPEN_INSTANCES;

/** Keys of the items that are shown as one node: as they are at first, but for those that somebody toggled. */
export function foldedKeys(tree: TreeItem[], toggled: ReadonlySet<string>): Set<string> {
  const folded = foldable(tree).filter((item) => isFoldedAtFirst(item) !== toggled.has(item.key));
  return new Set(folded.map(({ key }) => key));
}

/** What to toggle so that all are folded, or none. */
export const togglesFor = (tree: TreeItem[], fold: boolean): string[] =>
  foldable(tree)
    .filter((item) => isFoldedAtFirst(item) !== fold)
    .map(({ key }) => key);

/** The nodes of an item that are steps by themselves: the instances of a mapped step, the steps of a stage. */
export const leaves = (item: TreeItem): NodeView[] =>
  item.children.length > 0 ? item.children.flatMap(leaves) : item.node ? [item.node] : [];

/** Items around a node, the outermost first, the node itself last; empty when it is not there. */
export function pathTo(tree: TreeItem[], name: string): TreeItem[] {
  for (const item of tree) {
    if (item.node?.name === name) return [item];
    const below = pathTo(item.children, name);
    if (below.length > 0) return [item, ...below];
  }
  return [];
}
