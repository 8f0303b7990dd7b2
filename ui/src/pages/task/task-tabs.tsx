import type { ReactNode } from 'react';
import type { Task } from '../../api/types.ts';
import { ArtifactsTab } from './artifacts/artifacts-tab.tsx';
import { ConfigurationTab } from './configuration/configuration-tab.tsx';
import { ExecutionTab } from './execution/execution-tab.tsx';
import { InfoTab } from './info/info-tab.tsx';
import { ConsoleTab, DebugSamplesTab, PlotsTab, ScalarsTab } from './late-tabs.tsx';

/** A tab of the task page. */
export interface Tab {
  key: string;
  label: string;
  render: (task: Task) => ReactNode;
  /** The tab scrolls by itself and takes the whole height. */
  full?: boolean;
}

export const TABS: Tab[] = [
  { key: 'execution', label: 'EXECUTION', render: (task) => <ExecutionTab task={task} /> },
  { key: 'configuration', label: 'CONFIGURATION', render: (task) => <ConfigurationTab task={task} /> },
  { key: 'artifacts', label: 'ARTIFACTS', render: (task) => <ArtifactsTab task={task} /> },
  { key: 'info', label: 'INFO', render: (task) => <InfoTab task={task} /> },
  { key: 'console', label: 'CONSOLE', render: (task) => <ConsoleTab key={task.id} task={task} />, full: true },
  { key: 'scalars', label: 'SCALARS', render: (task) => <ScalarsTab key={task.id} task={task} /> },
  { key: 'plots', label: 'PLOTS', render: (task) => <PlotsTab key={task.id} task={task} /> },
  { key: 'debug-samples', label: 'DEBUG SAMPLES', render: (task) => <DebugSamplesTab key={task.id} task={task} /> },
];
