/** One curve. `min` and `max` draw a band around it. */
export interface ChartSeries {
  key: string;
  label: string;
  color: string;
  x: number[];
  y: (number | null)[];
  min?: (number | null)[];
  max?: (number | null)[];
  /** A thin, pale line below the others, without a place in the tooltip. */
  faint?: boolean;
}

/** What the x values are: plain numbers, milliseconds of duration, or milliseconds since the epoch. */
export type XKind = 'number' | 'duration' | 'date';

export interface XRange {
  from: number;
  to: number;
}
