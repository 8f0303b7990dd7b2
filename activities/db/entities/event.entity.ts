import { defineEntity, p } from '@mikro-orm/core';

/**
 * One curve of a task or model, with the running summary of all that was reported to it, of which `last_metrics` is made.
 * `owner` is the task's id, or the model's when `of_model`. Infinity and NaN are points, but no minimum, maximum or mean.
 */
export const Series = defineEntity({
  name: 'Series',
  tableName: 'series',
  properties: {
    id: p.integer().primary().autoincrement(),
    owner: p.text(),
    of_model: p.boolean().default(false),
    metric: p.text(),
    variant: p.text(),
    /** MD5 in hex: ClearML's keys of `last_metrics`. */
    metric_hash: p.text(),
    variant_hash: p.text(),
    /** Points of the curve. */
    points: p.integer().default(0),
    /** Values that were reported, those that another one has replaced since among them. */
    count: p.integer().default(0),
    /** Of these, the finite ones: the mean is `sum / finite`. */
    finite: p.integer().default(0),
    sum: p.double().default(0),
    first_value: p.double().nullable(),
    first_iter: p.bigint('number').nullable(),
    /** Value at the highest iteration. */
    value: p.double().nullable(),
    iter: p.bigint('number').nullable(),
    at: p.bigint('number').nullable(),
    min_value: p.double().nullable(),
    min_iter: p.bigint('number').nullable(),
    max_value: p.double().nullable(),
    max_iter: p.bigint('number').nullable(),
    /** A tile spans `2^tile_shift` iterations; null while the series is too short for tiles. */
    tile_shift: p.integer().nullable(),
    /** The first tile that is not stored yet: new points may still come into it. */
    tiled_to: p.bigint('number').nullable(),
  },
});

/** A later point of the same iteration replaces the earlier one. */
export const ScalarPoint = defineEntity({
  name: 'ScalarPoint',
  tableName: 'scalar_points',
  properties: {
    series: p.integer().primary(),
    iter: p.bigint('number').primary(),
    value: p.double(),
    /** Milliseconds since the epoch. */
    at: p.bigint('number'),
  },
});

/** The least and greatest point of a range of iterations, null where none is finite: a long curve is drawn from its tiles. */
export const ScalarTile = defineEntity({
  name: 'ScalarTile',
  tableName: 'scalar_tiles',
  properties: {
    series: p.integer().primary(),
    /** Iteration shifted right by the series' `tile_shift`. */
    tile: p.bigint('number').primary(),
    /** Points that are neither NaN nor infinite, and their sum. */
    finite: p.integer(),
    sum: p.double(),
    min_value: p.double().nullable(),
    min_iter: p.bigint('number').nullable(),
    min_at: p.bigint('number').nullable(),
    max_value: p.double().nullable(),
    max_iter: p.bigint('number').nullable(),
    max_at: p.bigint('number').nullable(),
  },
});

/**
 * Console output and text reports; never merged. A message may hold many lines.
 * The console of an agent's run is a stream: its rows, one after the other, are the text byte for byte. Such a row holds
 * whole lines, or one line, whose end is missing while it is being written, or which is so long that more rows continue it.
 */
export const LogEvent = defineEntity({
  name: 'LogEvent',
  tableName: 'log_events',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    task: p.text(),
    /** Milliseconds since the epoch. */
    at: p.bigint('number'),
    level: p.text().default('info'),
    worker: p.text().default(''),
    msg: p.text(),
    attempt: p.integer().nullable(),
    /** A piece of an agent's console stream: line ends are part of `msg`. */
    stream: p.boolean().default(false),
    /** The row in which the line began that this row goes on with. */
    continues: p.bigint('number').nullable(),
    /** How many lines begin in this row. */
    lines: p.integer().default(1),
  },
});

/** What is reported under a metric and variant at an iteration; a later one replaces it. */
const reported = {
  id: p.bigint('number').primary().autoincrement(),
  owner: p.text(),
  of_model: p.boolean(),
  metric: p.text(),
  variant: p.text(),
  iter: p.bigint('number'),
  /** Milliseconds since the epoch. */
  at: p.bigint('number'),
  worker: p.text().default(''),
};

export const PlotEvent = defineEntity({
  name: 'PlotEvent',
  tableName: 'plots',
  properties: {
    ...reported,
    /** Plotly JSON, as the client sent it. */
    plot_str: p.text(),
  },
});

export const DebugImage = defineEntity({
  name: 'DebugImage',
  tableName: 'debug_images',
  properties: {
    ...reported,
    /** Tells several images of one iteration apart. */
    key: p.text(),
    url: p.text(),
  },
});

export const VectorEvent = defineEntity({
  name: 'VectorEvent',
  tableName: 'vectors',
  properties: {
    ...reported,
    values: p.array().columnType('double precision[]').$type<number[]>(),
  },
});
