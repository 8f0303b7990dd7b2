import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { AutoscalerSummary } from '../../../workflows/contracts/autoscaler-api.ts';
import {
  drainAutoscaler,
  endIdleMachines,
  pauseAutoscaler,
  resumeAutoscaler,
  startAutoscaler,
  stopAutoscaler,
} from '../api/autoscalers.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useGuard } from '../app/rights.tsx';
import type { MenuEntry } from '../components/data-table/types.ts';
import { useDialogs } from '../components/dialogs.tsx';
import type { IconName } from '../components/icon.tsx';
import { toast } from '../components/toaster.tsx';
import { isScalerActionAllowed, SCALER_ACTIONS, type ScalerAction } from '../domain/scalers/scaler-actions.ts';
import { StopScalerDialog } from './stop-scaler-dialog.tsx';

type Scaler = Pick<AutoscalerSummary, 'id' | 'name' | 'status' | 'machines'>;

interface Look {
  label: string;
  icon: IconName;
  /** Past participle, for the message that it was done. */
  done: string;
}

export const SCALER_ACTION_LOOKS: Record<ScalerAction, Look> = {
  pause: { label: 'Pause', icon: 'pause', done: 'Paused' },
  resume: { label: 'Resume', icon: 'play', done: 'Resumed' },
  endIdle: { label: 'End idle now', icon: 'minus', done: 'Idle machines are ended' },
  drain: { label: 'Drain', icon: 'arrowBottom', done: 'Drains' },
  stop: { label: 'Stop', icon: 'stop', done: 'Stops' },
  start: { label: 'Start again', icon: 'play', done: 'Started' },
};

const CALLS: Record<Exclude<ScalerAction, 'stop'>, (id: string) => Promise<unknown>> = {
  pause: pauseAutoscaler,
  resume: resumeAutoscaler,
  endIdle: endIdleMachines,
  drain: drainAutoscaler,
  start: startAutoscaler,
};

/** What can be done to an autoscaler as a whole. */
export function useScalerActions() {
  const { open } = useDialogs();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const guard = useGuard('administer');
  const perform = async (action: ScalerAction, scaler: Scaler, call: () => Promise<unknown>) => {
    await call();
    toast.ok(`${SCALER_ACTION_LOOKS[action].done}: ${scaler.name}`);
    void queryClient.invalidateQueries({ queryKey: queryKeys.autoscalerPast(scaler.id) });
    await queryClient.invalidateQueries({ queryKey: queryKeys.autoscalers });
  };
  const start = (action: ScalerAction, scaler: Scaler) => {
    if (action === 'stop')
      return open(
        <StopScalerDialog
          scaler={scaler}
          onSubmit={(machines) => perform('stop', scaler, () => stopAutoscaler(scaler.id, machines))}
        />,
      );
    void perform(action, scaler, () => CALLS[action](scaler.id)).catch((error: Error) =>
      toast.error(`${SCALER_ACTION_LOOKS[action].label} refused`, error.message),
    );
  };
  const entries = (scaler: Scaler): MenuEntry[] => [
    ...SCALER_ACTIONS.filter((action) => isScalerActionAllowed(action, scaler.status)).map((action) => ({
      key: action,
      label: SCALER_ACTION_LOOKS[action].label,
      icon: SCALER_ACTION_LOOKS[action].icon,
      onSelect: () => start(action, scaler),
    })),
    ...placesOf(scaler).map(({ key, label, icon, to }, index) => ({
      key,
      label,
      icon,
      divided: index === 0,
      onSelect: () => void navigate(to),
    })),
  ];
  const menu = (scaler: Scaler) => entries(scaler).map(guard);
  return { start, menu };
}

/** Forms that begin with this one's configuration. */
function placesOf({ id, status }: Scaler): { key: string; label: string; icon: IconName; to: string }[] {
  const copy = { key: 'copy', label: 'New autoscaler from this', icon: 'copy', to: `/autoscalers/new?from=${id}` } as const;
  if (status !== 'stopped') return [copy];
  return [{ key: 'configure', label: 'Change and start again', icon: 'edit', to: `/autoscalers/new?again=${id}` }, copy];
}
