import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

interface MachineAddress {
  /** The machine that the drawer shows. */
  machine: string | null;
  setMachine: (machine: string | null) => void;
  /** Whether machines that ended are listed too. */
  ended: boolean;
  setEnded: (ended: boolean) => void;
}

/** What of the machines is shown, kept in the address: `?ended=1&machine=<id>`. */
export function useMachineAddress(): MachineAddress {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (key: string, value: string | null) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(key);
        else next.set(key, value);
        return next;
      }),
    [setSearch],
  );
  return {
    machine: search.get('machine'),
    setMachine: useCallback((machine) => set('machine', machine), [set]),
    ended: search.get('ended') === '1',
    setEnded: useCallback((ended) => set('ended', ended ? '1' : null), [set]),
  };
}
