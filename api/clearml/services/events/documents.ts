import type { LogMessage } from '../../../../activities/db/events/read-log.ts';
import type { ReportedEvent } from '../../../../activities/db/events/reported/reported-event.ts';
import type { PointRow } from '../../../../activities/db/events/scalars/read-point-page.ts';

import { wireFloat } from '../../documents/wire-float.ts';

type Owner = { id: string; ofModel: boolean };
type EventDocument = Record<string, unknown>;

export function scalarDocument({ metric, variant, iter, value, at }: PointRow, { id, ofModel }: Owner): EventDocument {
  return {
    ...times(at),
    type: 'training_stats_scalar',
    task: id,
    model_event: ofModel,
    metric,
    variant,
    iter,
    value: wireFloat(value),
  };
}

export function logDocument({ at, level, worker, msg }: LogMessage, task: string): EventDocument {
  return { ...times(at), type: 'log', task, model_event: false, metric: '', variant: '', level, worker, msg };
}

export function plotDocument(event: ReportedEvent): EventDocument {
  return { ...reported(event), type: 'plot', plot_str: event.plot_str, plot_len: event.plot_str?.length };
}

export function imageDocument(event: ReportedEvent): EventDocument {
  return { ...reported(event), type: 'training_debug_image', key: event.key, url: event.url };
}

export function vectorDocument(event: ReportedEvent): EventDocument {
  return { ...reported(event), type: 'training_stats_vector', values: event.values };
}

function reported({ at, owner, of_model: ofModel, metric, variant, iter, worker }: ReportedEvent): EventDocument {
  return { ...times(at), task: owner, model_event: ofModel, metric, variant, iter, worker };
}

const times = (at: number): EventDocument => ({ timestamp: at, '@timestamp': new Date(at).toISOString() });
