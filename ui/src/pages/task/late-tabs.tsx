import { lazy, useState } from 'react';
import { type TabCode, type TabComponent, tabCode } from './tab-code.ts';

// Tabs whose code is fetched when they are first shown.
export const ConsoleTab = lateTab(tabCode.console);
export const ScalarsTab = lateTab(tabCode.scalars);
export const PlotsTab = lateTab(tabCode.plots);
export const DebugSamplesTab = lateTab(tabCode['debug-samples']);

/** Shown at once when its code is there: `lazy` alone would hold it back for 300 ms, React's pause after a place-holder. */
function lateTab(code: TabCode): TabComponent {
  const Later = lazy(code.load);
  return function LateTab(props) {
    // The same for as long as it is on the screen, or what was set in it would be lost.
    const [Tab] = useState(() => code.loaded ?? Later);
    return <Tab {...props} />;
  };
}
