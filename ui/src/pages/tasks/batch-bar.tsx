import { Button, Tooltip } from '@mantine/core';
import { Only } from '../../app/rights.tsx';
import { CompareButton } from '../../components/compare-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { plural } from '../../domain/format.ts';
import { ACTION_RULES, isAllowed, TASK_ACTIONS, type TaskAction } from '../../domain/task-actions.ts';
import type { TaskSubject } from '../../task-actions/types.ts';
import { actionIcon, useTaskActions } from '../../task-actions/use-task-actions.tsx';
import classes from './tasks-page.module.css';

interface BatchBarProps {
  selected: TaskSubject[];
  clear: () => void;
  /** Selects every task that matches, loaded or not; absent when all are. */
  selectAll?: (() => void) | undefined;
  /** What one of them is called. */
  noun?: string;
  actions?: readonly TaskAction[];
}

const BATCH_ACTIONS: TaskAction[] = TASK_ACTIONS.filter((action) => action !== 'clone' && action !== 'sweep');

/** What can be done to the selected tasks. An action says on how many of them it will work. */
export function BatchBar({ selected, clear, selectAll, noun = 'task', actions = BATCH_ACTIONS }: BatchBarProps) {
  const { start } = useTaskActions();
  if (selected.length === 0) return null;
  return (
    <div className={classes.batch} role="toolbar" aria-label={`Selected ${noun}s`}>
      <strong>{plural(selected.length, noun)} selected</strong>
      {selectAll && (
        <Button variant="subtle" onClick={selectAll}>
          Select all that match
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={clear}>
        Clear
      </Button>
      <span className={classes.batchActions}>
        <CompareButton ids={selected.map(({ id }) => id)} hint="" />
        <Only need="work">
          {actions.map((action) => {
            const count = selected.filter((task) => isAllowed(action, task)).length;
            if (count === 0) return null;
            const { label, danger } = ACTION_RULES[action];
            return (
              <Tooltip key={action} label={`${label} ${plural(count, noun)}`}>
                <Button
                  variant="default"
                  leftSection={<Icon name={actionIcon(action)} size={13} />}
                  onClick={() => start(action, selected, clear)}
                  {...(danger ? { c: 'red' } : {})}
                >
                  {label}
                  {count < selected.length && ` (${count})`}
                </Button>
              </Tooltip>
            );
          })}
        </Only>
      </span>
    </div>
  );
}
