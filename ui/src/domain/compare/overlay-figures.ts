import type { Figure } from '../../api/types.ts';

export interface NamedFigure {
  name: string;
  color: string;
  figure: Figure;
}

/** Kinds of traces that can be drawn over each other. */
const OVERLAID = new Set(['scatter', 'scattergl', 'bar', 'histogram', 'box', 'violin']);

/**
 * One figure with the traces of all, each in the colour of its task.
 * @returns null where some trace cannot share its place, as a table, an image or a heat map
 */
export function overlayFigures(figures: NamedFigure[]): Figure | null {
  const all = figures.flatMap(({ name, color, figure }) =>
    (figure.data ?? []).map((trace) => {
      const own = trace as Record<string, unknown>;
      const label = typeof own.name === 'string' && own.name !== '' ? `${name}: ${own.name}` : name;
      return { type: String(own.type ?? 'scatter'), trace: recoloured(own, label, color) };
    }),
  );
  if (all.length === 0 || !all.every(({ type }) => OVERLAID.has(type))) return null;
  if (figures.some(({ figure }) => Array.isArray(figure.layout?.images) && figure.layout.images.length > 0)) return null;
  const layout = { ...figures[0]!.figure.layout, showlegend: true, ...barmode(all.map(({ type }) => type)) };
  return { data: all.map(({ trace }) => trace), layout };
}

function recoloured(trace: Record<string, unknown>, name: string, color: string): object {
  const { marker, line, ...rest } = trace;
  const part = (value: unknown) => ({ ...(typeof value === 'object' ? value : {}), color });
  return { ...rest, name, showlegend: true, marker: part(marker), ...(line === undefined ? {} : { line: part(line) }) };
}

const barmode = (types: string[]) =>
  types.includes('histogram') ? { barmode: 'overlay' } : types.includes('bar') ? { barmode: 'group' } : {};
