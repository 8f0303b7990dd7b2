import type { StepState } from '../../workflows/contracts/pipeline.ts';
import type { GraphNode } from './graph.ts';

const COLOURS: Partial<Record<StepState, string>> = {
  completed: '#2f9e44',
  cached: '#0ca678',
  running: '#1971c2',
  failed: '#e03131',
  aborted: '#f08c00',
  awaiting: '#9c36b5',
  blocked: '#9c36b5',
};

/** For Markdown pages: a mermaid flow chart. */
export function mermaidOf(nodes: GraphNode[]): string {
  const ids = new Map(nodes.map(({ name }, index) => [name, `s${index}`]));
  const boxes = nodes.map(({ name, notes }) => `  ${ids.get(name)}["${quote([name, ...notes].join('<br/>'))}"]`);
  const arrows = nodes.flatMap(({ name, parents }) =>
    parents.flatMap((parent) => (ids.has(parent) ? [`  ${ids.get(parent)} --> ${ids.get(name)}`] : [])),
  );
  const styles = nodes.flatMap(({ name, state }) => {
    const colour = state && COLOURS[state];
    return colour ? [`  style ${ids.get(name)} stroke:${colour},stroke-width:2px`] : [];
  });
  return ['graph TD', ...boxes, ...arrows, ...styles].join('\n');
}

const quote = (text: string): string => text.replaceAll('"', '#quot;');
