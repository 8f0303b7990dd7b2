import { useSearchParams } from 'react-router';

interface RunAddress {
  /** The chosen step. */
  node: string | null;
  /** The chosen tab of the panel. */
  tab: string | null;
  /** Index of the event after which the run is shown; null for now. */
  event: number | null;
}

/** What a run's page shows, as it stands in the address. */
export function useRunAddress(): RunAddress & { change: (part: Partial<RunAddress>) => void } {
  const [parameters, setParameters] = useSearchParams();
  const event = parameters.get('event');
  const address: RunAddress = {
    node: parameters.get('node'),
    tab: parameters.get('tab'),
    event: event !== null && /^\d+$/.test(event) ? Number(event) : null,
  };
  const change = (part: Partial<RunAddress>) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) {
          if (value === null) next.delete(key);
          else next.set(key, String(value));
        }
        return next;
      },
      // Going through the events one by one leaves no trail for "back".
      { replace: 'event' in part },
    );
  return { ...address, change };
}
