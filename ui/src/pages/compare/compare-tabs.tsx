import type { ReactNode } from 'react';
import type { TaskWithMetrics } from '../../api/types.ts';
import { DetailsTab } from './details-tab.tsx';
import { HyperParametersTab } from './hyper-parameters-tab.tsx';
import { PlotsTab } from './plots-tab.tsx';
import { SamplesTab } from './samples-tab.tsx';
import { ScalarsTab } from './scalars-tab.tsx';

/** A task with the colour that it has in every chart of the comparison. */
export interface ComparedTask extends TaskWithMetrics {
  color: string;
}

export const COMPARE_TABS: { key: string; label: string; render: (tasks: ComparedTask[]) => ReactNode }[] = [
  { key: 'details', label: 'DETAILS', render: (tasks) => <DetailsTab tasks={tasks} /> },
  { key: 'hyper-parameters', label: 'HYPER-PARAMETERS', render: (tasks) => <HyperParametersTab tasks={tasks} /> },
  { key: 'scalars', label: 'SCALARS', render: (tasks) => <ScalarsTab tasks={tasks} /> },
  { key: 'plots', label: 'PLOTS', render: (tasks) => <PlotsTab tasks={tasks} /> },
  { key: 'debug-samples', label: 'DEBUG SAMPLES', render: (tasks) => <SamplesTab tasks={tasks} /> },
];
