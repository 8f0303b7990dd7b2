import { useState } from 'react';

interface Submit {
  busy: boolean;
  /** Message of the last failure, until the next try. */
  error: string | null;
  /** Runs the action once at a time; true when it succeeded. */
  submit: () => Promise<boolean>;
  clear: () => void;
}

/** State of a form's one action: busy, failed with a reason, done. */
export function useSubmit(action: () => Promise<unknown>): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await action();
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, submit, clear: () => setError(null) };
}
