import { addEndpoints } from './add.ts';
import { deleteEndpoints } from './delete.ts';
import { downloadEndpoints } from './download-log.ts';
import { iterationEndpoints } from './iterations.ts';
import { sampleEndpoints } from './samples.ts';
import { scalarHistogramEndpoints } from './scalar-histogram.ts';
import { scalarPointEndpoints } from './scalar-points.ts';
import { scalarValueEndpoints } from './scalar-values.ts';
import { taskEventEndpoints } from './task-events.ts';
import { taskLogEndpoints } from './task-log.ts';
import { taskMetricEndpoints } from './task-metrics.ts';
import { taskPlotEndpoints } from './task-plots.ts';

export const eventEndpoints = [
  ...addEndpoints,
  ...scalarHistogramEndpoints,
  ...scalarPointEndpoints,
  ...scalarValueEndpoints,
  ...taskEventEndpoints,
  ...taskLogEndpoints,
  ...downloadEndpoints,
  ...taskMetricEndpoints,
  ...taskPlotEndpoints,
  ...iterationEndpoints,
  ...sampleEndpoints,
  ...deleteEndpoints,
];
