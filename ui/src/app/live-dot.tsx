import { Tooltip } from '@mantine/core';
import { useLiveState } from '../live/hooks.ts';
import type { LiveState } from '../live/live-connection.ts';

const LOOKS: Record<LiveState, { label: string; color: string }> = {
  open: { label: 'Live: changes appear by themselves', color: 'var(--mantine-color-green-6)' },
  connecting: { label: 'Connecting', color: 'var(--mantine-color-yellow-6)' },
  retrying: { label: 'Disconnected, retrying', color: 'var(--mantine-color-red-6)' },
  idle: { label: 'Not connected', color: 'var(--text-dim)' },
};

/** State of the live stream at a glance. */
export function LiveDot() {
  const state = useLiveState();
  const { label, color } = LOOKS[state];
  return (
    <Tooltip label={label}>
      <span
        role="img"
        aria-label={label}
        data-live={state}
        style={{ width: 8, height: 8, borderRadius: '50%', background: color, margin: '0 8px' }}
      />
    </Tooltip>
  );
}
