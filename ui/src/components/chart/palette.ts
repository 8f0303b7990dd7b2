/** Twelve colours that stay apart on light and dark ground. */
const COLORS = [
  '#2f7ed8',
  '#e07b00',
  '#1f9d55',
  '#d64545',
  '#8b5fd3',
  '#0f9bb3',
  '#c2417f',
  '#8a7a00',
  '#5a6ee0',
  '#b3590f',
  '#4f9b2f',
  '#9a6a8f',
];

/** Colour of the n-th curve of a chart; after twelve they begin again. */
export const seriesColor = (index: number): string => COLORS[index % COLORS.length]!;
