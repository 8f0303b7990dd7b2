import { useQueryClient } from '@tanstack/react-query';
import type { RunSummary } from '../../../../../workflows/contracts/pipeline-api.ts';
import { abortRun, continueRun, pauseRun, resumeRun } from '../../../api/pipelines.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import type { TaskStatus } from '../../../api/types.ts';
import { useGuard } from '../../../app/rights.tsx';
import type { MenuEntry } from '../../../components/data-table/types.ts';
import { useDialogs } from '../../../components/dialogs.tsx';
import type { IconName } from '../../../components/icon.tsx';
import { toast } from '../../../components/toaster.tsx';
import { isRunAllowed, RUN_ACTIONS, type RunAction } from '../../../domain/pipelines/run-actions.ts';
import type { TaskAction } from '../../../domain/task-actions.ts';
import type { TaskSubject } from '../../../task-actions/types.ts';
import { useTaskActions } from '../../../task-actions/use-task-actions.tsx';
import { NewRunDialog } from './new-run-dialog.tsx';
import { AbortDialog } from './run-dialogs.tsx';

export const RUN_ACTION_LOOKS: Record<RunAction, { label: string; icon: IconName; hint: string }> = {
  new: { label: 'New run', icon: 'plus', hint: '' },
  copy: { label: 'Run in new pipeline', icon: 'copy', hint: 'Only for pipelines defined in TypeScript' },
  abort: { label: 'Abort', icon: 'stop', hint: 'Only a run that waits or runs can be aborted' },
  continue: { label: 'Continue', icon: 'play', hint: 'Only a run that failed or was aborted can be continued' },
  pause: { label: 'Pause', icon: 'pause', hint: 'Only a run that goes on can be paused' },
  resume: { label: 'Resume', icon: 'play', hint: '' },
};

/** What is done to the controller task as to any task; a draft is started by being enqueued. */
export const RUN_TASK_ACTIONS: TaskAction[] = ['tags', 'archive', 'restore', 'delete'];
const taskActionsOf = ({ status }: RunSummary): string[] =>
  status === 'created' ? ['enqueue', ...RUN_TASK_ACTIONS] : RUN_TASK_ACTIONS;

type Run = RunSummary & { paused?: boolean };

/** A run as the actions on tasks know it. */
export const toSubject = ({ id, number, name, status, tags, archived }: RunSummary): TaskSubject => ({
  id,
  name: `${name} #${number}`,
  status: status as TaskStatus,
  tags,
  system_tags: archived ? ['archived'] : [],
});

export function useRunActions() {
  const { open } = useDialogs();
  const queryClient = useQueryClient();
  const tasks = useTaskActions();
  const guard = useGuard('work');
  const run = async (subject: Run, done: string, call: () => Promise<unknown>) => {
    await call();
    toast.ok(`${done}: run #${subject.number}`);
    void queryClient.invalidateQueries({ queryKey: queryKeys.pipelines });
    void queryClient.invalidateQueries({ queryKey: queryKeys.pipelineRun(subject.id) });
  };
  const now = (subject: Run, action: RunAction, done: string, call: (id: string) => Promise<unknown>) =>
    void run(subject, done, () => call(subject.id)).catch((error: Error) =>
      toast.error(`${RUN_ACTION_LOOKS[action].label} refused`, error.message),
    );
  const start = (action: RunAction, subject: Run) => {
    if (action === 'new' || action === 'copy') return open(<NewRunDialog run={subject.id} inNew={action === 'copy'} />);
    if (action === 'continue') return now(subject, action, 'Continued', continueRun);
    if (action === 'pause') return now(subject, action, 'Paused', pauseRun);
    if (action === 'resume') return now(subject, action, 'Resumed', resumeRun);
    const abort = (reason: string) => run(subject, 'Asked to stop', () => abortRun(subject.id, reason));
    open(<AbortDialog name={`run #${subject.number}`} onSubmit={abort} />);
  };
  const menu = (subject: Run, afterwards?: (action: TaskAction) => void): MenuEntry[] => [
    ...RUN_ACTIONS.filter((action) => (action !== 'resume' && action !== 'pause') || isRunAllowed(action, subject)).map(
      (action) => guard(toEntry(action, subject, () => start(action, subject))),
    ),
    ...tasks.menu(toSubject(subject), afterwards).filter(({ key }) => taskActionsOf(subject).includes(key)),
  ];
  return { start, menu };
}

function toEntry(action: RunAction, subject: Run, onSelect: () => void): MenuEntry {
  const { label, icon, hint } = RUN_ACTION_LOOKS[action];
  const allowed = isRunAllowed(action, subject);
  return { key: action, label, icon, disabled: !allowed, ...(allowed ? {} : { hint }), onSelect };
}
