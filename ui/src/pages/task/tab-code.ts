import type { ComponentType } from 'react';
import type { Task } from '../../api/types.ts';

export type TabComponent = ComponentType<{ task: Task }>;

/** The code of a tab, in a part of its own. */
export interface TabCode {
  load(): Promise<{ default: TabComponent }>;
  /** What was loaded. */
  loaded?: TabComponent;
}

/** By the last part of the tab's address. */
export const tabCode = {
  console: keep(async () => (await import('./console/console-tab.tsx')).ConsoleTab),
  scalars: keep(async () => (await import('./scalars/scalars-tab.tsx')).ScalarsTab),
  plots: keep(async () => (await import('./plots/plots-tab.tsx')).PlotsTab),
  'debug-samples': keep(async () => (await import('./plots/debug-samples-tab.tsx')).DebugSamplesTab),
};

function keep(fetch: () => Promise<TabComponent>): TabCode {
  const code: TabCode = {
    async load() {
      code.loaded = await fetch();
      return { default: code.loaded };
    },
  };
  return code;
}
