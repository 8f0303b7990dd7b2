import { Button, Menu } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { SweepView } from '../../../../workflows/contracts/sweep-api.ts';
import { pauseSweep, resumeSweep } from '../../api/sweeps.ts';
import type { TaskStatus } from '../../api/types.ts';
import { useGuard } from '../../app/rights.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { MenuItems } from '../../components/data-table/row-menu.tsx';
import type { MenuEntry } from '../../components/data-table/types.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { Icon } from '../../components/icon.tsx';
import { toast } from '../../components/toaster.tsx';
import { useChangeSweep } from '../../queries/use-sweep.ts';
import { useTaskActions } from '../../task-actions/use-task-actions.tsx';
import { AddTrialDialog } from './add-trial-dialog.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** What can be done to a sweep in its state. One that Python drives can be stopped and looked at. */
export function SweepActions({ sweep }: { sweep: SweepView }) {
  const { open } = useDialogs();
  const change = useChangeSweep(sweep.id);
  const navigate = useNavigate();
  const live = sweep.status === 'in_progress' || sweep.status === 'queued';
  const ours = sweep.engine === 'perdura';
  const { spec } = sweep;
  const pauseOrResume = () =>
    void change(() => (sweep.paused ? resumeSweep(sweep.id) : pauseSweep(sweep.id))).catch((error: Error) =>
      toast.error(`Not ${sweep.paused ? 'resumed' : 'paused'}`, error.message),
    );
  return (
    <>
      {live && ours && (
        <ActionButton
          needs="work"
          icon={sweep.paused ? 'play' : 'pause'}
          label={sweep.paused ? 'Resume' : 'Pause'}
          onClick={pauseOrResume}
        />
      )}
      {live && <ActionButton needs="work" icon="stop" label="Stop" onClick={() => open(<StopDialog sweep={sweep} />)} />}
      {live && ours && spec && (
        <>
          <ActionButton
            needs="work"
            icon="edit"
            label="Change limits"
            onClick={() => open(<LimitsDialog sweepId={sweep.id} limits={spec.limits} keepTop={spec.keepTop} />)}
          />
          <ActionButton
            needs="work"
            icon="plus"
            label="Add trial"
            onClick={() => open(<AddTrialDialog sweepId={sweep.id} space={spec.space} />)}
          />
        </>
      )}
      {spec && (
        <ActionButton
          needs="work"
          icon="copy"
          label="New sweep from this"
          onClick={() => navigate(`/sweeps/new?from=${sweep.id}`)}
        />
      )}
      <Menu width={210}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevronDown" size={13} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuItems entries={useMoreEntries(sweep)} />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function useMoreEntries(sweep: SweepView): MenuEntry[] {
  const navigate = useNavigate();
  const change = useChangeSweep(sweep.id);
  const { start } = useTaskActions();
  const guard = useGuard('work');
  const subject = {
    id: sweep.id,
    name: sweep.name,
    status: sweep.status as TaskStatus,
    system_tags: sweep.archived ? ['archived'] : [],
  };
  const again = () => void change(async () => {});
  const { temporalUrl } = sweep;
  return [
    { key: 'task', label: 'Controller task', icon: 'list', onSelect: () => navigate(`/tasks/${sweep.id}/info`) },
    ...(temporalUrl
      ? [
          {
            key: 'temporal',
            label: 'Workflow in Temporal',
            icon: 'external',
            onSelect: () => void window.open(temporalUrl, '_blank', 'noreferrer'),
          } as const,
        ]
      : []),
    guard(
      sweep.archived
        ? { key: 'restore', label: 'Restore', icon: 'refresh', divided: true, onSelect: () => start('restore', [subject], again) }
        : {
            key: 'archive',
            label: 'Archive',
            icon: 'archive',
            divided: true,
            onSelect: () => start('archive', [subject], again),
          },
    ),
  ];
}
