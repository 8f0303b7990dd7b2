/** Whose event it is, and when it happened. */
interface Event {
  /** Id of the task, or of the model when `ofModel`. */
  owner: string;
  ofModel: boolean;
  /** Taken although the owner is published. */
  allowLocked: boolean;
  /** Milliseconds since the epoch. */
  at: number;
  /** Host or worker id that reported it. */
  worker: string;
}

/** An event under a metric and variant, at an iteration. */
export interface MetricEvent extends Event {
  metric: string;
  variant: string;
  iter: number;
}

export interface ScalarEvent extends MetricEvent {
  value: number;
}

export interface PlotEvent extends MetricEvent {
  /** Plotly JSON. */
  plot: string;
}

export interface ImageEvent extends MetricEvent {
  key: string;
  url: string;
}

export interface VectorEvent extends MetricEvent {
  values: number[];
}

export interface LogEvent extends Event {
  level: string;
  msg: string;
}

export interface EventBatch {
  scalars: ScalarEvent[];
  logs: LogEvent[];
  plots: PlotEvent[];
  images: ImageEvent[];
  vectors: VectorEvent[];
}

export const emptyBatch = (): EventBatch => ({ scalars: [], logs: [], plots: [], images: [], vectors: [] });

/** The last millisecond that a Date can name. */
export const LATEST = 8_640_000_000_000_000;

/** The iteration under which clients report single values: it is no point of a curve and no progress. */
export const SINGLE_VALUE = -2_147_483_648;
