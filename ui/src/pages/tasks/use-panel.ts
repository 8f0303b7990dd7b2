import { useSearchParams } from 'react-router';

/** Which task is shown beside the table, and in which tab; in the address, like all that is opened. */
const PANEL = 'panel';
const TAB = 'panelTab';

/** Takes what is open beside the table along into a new address of the table. */
export function withPanel(to: URLSearchParams, from: URLSearchParams): URLSearchParams {
  for (const key of [PANEL, TAB]) {
    const value = from.get(key);
    if (value !== null) to.set(key, value);
  }
  return to;
}

export function usePanel() {
  const [parameters, setParameters] = useSearchParams();
  const changed = (change: (next: URLSearchParams) => void): URLSearchParams => {
    const next = new URLSearchParams(parameters);
    change(next);
    return next;
  };
  return {
    task: parameters.get(PANEL),
    tab: parameters.get(TAB) ?? 'execution',
    open: (task: string) => setParameters(changed((next) => next.set(PANEL, task))),
    close: () =>
      setParameters(
        changed((next) => {
          next.delete(PANEL);
          next.delete(TAB);
        }),
      ),
    addressOf: (tab: string) => `?${changed((next) => next.set(TAB, tab))}`,
  };
}
