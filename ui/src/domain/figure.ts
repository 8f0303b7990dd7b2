import type { Figure } from '../api/types.ts';

type Json = Record<string, unknown>;

export interface FigureLook {
  text: string;
  grid: string;
  /** Ground of table cells, and of their headings. */
  surface: string;
  raised: string;
  /** Turns the address of a stored file into one that the browser may read. */
  href: (uri: string) => string;
}

/**
 * Makes a figure that some Python library wrote fit the page: titles as objects (Plotly no longer takes strings), the page's
 * colours, no fixed size, images through the page's own origin.
 */
export function fitFigure({ data = [], layout = {} }: Figure, look: FigureLook): { data: Json[]; layout: Json } {
  const own = withTitles(layout);
  for (const key of Object.keys(own)) {
    if (/^[xy]axis\d*$/.test(key)) own[key] = { ...withTitles(own[key]), ...axisColors(asObject(own[key]), look) };
    if (/^scene\d+$/.test(key)) own[key] = fitScene(asObject(own[key]), look);
    if (/^coloraxis\d*$/.test(key)) own[key] = withColorBar(asObject(own[key]));
  }
  const { width: _width, height: _height, ...rest } = own;
  return {
    data: data.map((trace) => fitTrace(asObject(trace), look)),
    layout: { ...rest, ...frame(rest, look), images: fitImages(own.images, look) },
  };
}

function frame(layout: Json, look: FigureLook): Json {
  const margin = asObject(layout.margin);
  return {
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { ...asObject(layout.font), color: look.text, size: 11 },
    margin: { l: 56, r: 20, t: layout.title ? 40 : 18, b: 44, ...margin },
    ...(layout.title
      ? { title: { ...asObject(layout.title), font: { size: 13, ...asObject(asObject(layout.title).font) } } }
      : {}),
    xaxis: { ...axisColors({}, look), ...asObject(layout.xaxis) },
    yaxis: { ...axisColors({}, look), ...asObject(layout.yaxis) },
    scene: fitScene(asObject(layout.scene), look),
  };
}

const axisColors = (axis: Json, look: FigureLook): Json => ({
  gridcolor: look.grid,
  zerolinecolor: look.grid,
  linecolor: look.grid,
  ...(axis.automargin === undefined ? { automargin: true } : {}),
});

/** Also where only the figure's template speaks of it, which is made for white paper. */
function fitScene(scene: Json, look: FigureLook): Json {
  const axes = ['xaxis', 'yaxis', 'zaxis'].map((key) => [
    key,
    { backgroundcolor: 'rgba(0,0,0,0)', ...withTitles(scene[key]), gridcolor: look.grid, color: look.text },
  ]);
  return { ...scene, ...Object.fromEntries(axes) };
}

function fitTrace(trace: Json, look: FigureLook): Json {
  // Plotly takes no ground for a dark one, and makes the links white.
  if (trace.type === 'sankey') return { ...trace, link: { color: look.grid, ...asObject(trace.link) } };
  if (trace.type !== 'table') return withColorBar(trace);
  return { ...trace, header: fitCells(trace.header, look.raised, look), cells: fitCells(trace.cells, look.surface, look) };
}

/** Cells that are all of one colour take the page's; a colour for each cell means something and stays. */
function fitCells(cells: unknown, ground: string, look: FigureLook): Json {
  const own = asObject(cells);
  const fill = asObject(own.fill);
  if (Array.isArray(fill.color)) return own;
  return {
    ...own,
    fill: { ...fill, color: ground },
    font: { ...asObject(own.font), color: look.text },
    line: { ...asObject(own.line), color: look.grid },
  };
}

function withTitles(part: unknown): Json {
  const own = { ...asObject(part) };
  if (typeof own.title === 'string') own.title = { text: own.title };
  return own;
}

function withColorBar(part: Json): Json {
  const marker = asObject(part.marker);
  return {
    ...part,
    ...(part.colorbar ? { colorbar: withTitles(part.colorbar) } : {}),
    ...(marker.colorbar ? { marker: { ...marker, colorbar: withTitles(marker.colorbar) } } : {}),
  };
}

/** Addresses of the images in a figure. */
export function imageSources({ layout = {} }: Figure): string[] {
  const images: unknown[] = Array.isArray(layout.images) ? layout.images : [];
  return images.map((image) => asObject(image).source).filter((source): source is string => typeof source === 'string');
}

function fitImages(images: unknown, { href }: FigureLook): Json[] {
  if (!Array.isArray(images)) return [];
  return images.map((image: Json) => (typeof image.source === 'string' ? { ...image, source: href(image.source) } : image));
}

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
