/** A figure as Plotly takes it. */
export interface Figure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** A table of rows under their heads. */
export function tableFigure(head: readonly string[], rows: readonly (readonly (string | number)[])[], title: string): Figure {
  const columns = head.map((_, i) => rows.map((row) => row[i] ?? ''));
  return {
    data: [{ type: 'table', header: { values: head, align: 'left' }, cells: { values: columns, align: 'left' } }],
    layout: { title: { text: title } },
  };
}

/** A link to a task as ClearML's figures have them. */
export const taskLink = ({ project, task }: { project: string; task: string }): string =>
  `<a href="/projects/${project}/tasks/${task}"> ${task} </a>`;
