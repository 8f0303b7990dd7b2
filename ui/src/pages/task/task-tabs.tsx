import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';
import type { Task } from '../../api/types.ts';
import { ArtifactsTab } from './artifacts/artifacts-tab.tsx';
import { ConfigurationTab } from './configuration/configuration-tab.tsx';
import { ExecutionTab } from './execution/execution-tab.tsx';
import { InfoTab } from './info/info-tab.tsx';

type TabComponent = ComponentType<{ task: Task }>;

const loaders = {
  console: async () => ({ default: (await import('./console/console-tab.tsx')).ConsoleTab }),
  scalars: async () => ({ default: (await import('./scalars/scalars-tab.tsx')).ScalarsTab }),
  plots: async () => ({ default: (await import('./plots/plots-tab.tsx')).PlotsTab }),
  samples: async () => ({ default: (await import('./plots/debug-samples-tab.tsx')).DebugSamplesTab }),
};

const lazyTab = (load: () => Promise<{ default: TabComponent }>): LazyExoticComponent<TabComponent> => lazy(load);
const ConsoleTab = lazyTab(loaders.console);
const ScalarsTab = lazyTab(loaders.scalars);
const PlotsTab = lazyTab(loaders.plots);
const DebugSamplesTab = lazyTab(loaders.samples);

/** Fetches the code of the tabs that come in parts of their own. */
export const preloadTabs = (): Promise<unknown> => Promise.all(Object.values(loaders).map((load) => load()));

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
