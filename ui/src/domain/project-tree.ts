import type { Project } from '../api/types.ts';

export interface ProjectNode {
  id: string;
  /** Full path. */
  path: string;
  /** Last part of the path. */
  label: string;
  /** Tasks of the project and everything below it. */
  tasks: number;
  children: ProjectNode[];
}

/** Arranges projects, whose names are paths, under their parents. A project without a listed parent stands at the top. */
export function projectTree(projects: Project[]): ProjectNode[] {
  const nodes = new Map(projects.map((project) => [project.name, toNode(project)]));
  const roots: ProjectNode[] = [];
  for (const path of [...nodes.keys()].sort((a, b) => a.localeCompare(b))) {
    const node = nodes.get(path)!;
    const parent = parentOf(path, nodes);
    if (parent) node.label = path.slice(parent.path.length + 1);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

function toNode({ id, name, stats }: Project): ProjectNode {
  return { id, path: name, label: name, tasks: stats?.active?.total_tasks ?? 0, children: [] };
}

function parentOf(path: string, nodes: Map<string, ProjectNode>): ProjectNode | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const parent = nodes.get(path.slice(0, end));
    if (parent) return parent;
  }
  return undefined;
}

/** Ids of a project and of all below it, by their paths. */
export function withDescendants(projects: Project[], id: string): string[] {
  const root = projects.find((project) => project.id === id);
  if (!root) return [id];
  return projects.filter(({ name }) => name === root.name || name.startsWith(`${root.name}/`)).map((project) => project.id);
}
