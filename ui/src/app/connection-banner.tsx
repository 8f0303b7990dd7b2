import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { useLiveState } from '../live/hooks.ts';
import { useLive } from '../live/live-provider.tsx';
import classes from './layout.module.css';

/** A stream that is back at once is not worth a word. */
const PATIENCE_MS = 700;

/** Says that the server is away and that what is shown may be old. */
export function ConnectionBanner() {
  const { connection } = useLive();
  const lost = useLiveState() === 'retrying';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!shown) return null;
  return (
    <div className={classes.banner} role="alert">
      <Icon name="warning" />
      <span>Disconnected from the server, retrying. What you see may be out of date.</span>
      <Button size="compact-xs" variant="default" onClick={connection.retryNow}>
        Retry now
      </Button>
    </div>
  );
}
