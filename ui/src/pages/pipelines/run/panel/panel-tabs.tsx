import { type KeyboardEvent, type ReactNode, Suspense, useId } from 'react';
import { LoadingState } from '../../../../components/states.tsx';
import { useRunAddress } from '../use-run-address.ts';
import classes from './panel.module.css';

export interface PanelTab {
  key: string;
  label: string;
  render: () => ReactNode;
  /** It scrolls by itself and takes the whole height. */
  full?: boolean;
}

/** Tabs of the side panel; the chosen one stands in the address. */
export function PanelTabs({ label, tabs }: { label: string; tabs: PanelTab[] }) {
  const { tab, change } = useRunAddress();
  const id = useId();
  const current = tabs.find(({ key }) => key === tab) ?? tabs[0]!;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]!;
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
    change({ tab: next.key });
  };
  return (
    <>
      <div className={classes.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ key, label: text }) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-tab={key}
            id={`${id}-${key}`}
            aria-selected={key === current.key}
            aria-controls={`${id}-panel`}
            tabIndex={key === current.key ? 0 : -1}
            className={classes.tab}
            onClick={() => change({ tab: key })}
          >
            {text}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current.key}`}
        className={current.full ? classes.full : classes.body}
      >
        <Suspense fallback={<LoadingState />}>{current.render()}</Suspense>
      </div>
    </>
  );
}
