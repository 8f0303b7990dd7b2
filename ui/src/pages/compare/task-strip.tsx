import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useDialogs } from '../../components/dialogs.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { comparePath, MOST_COMPARED } from '../../domain/compare/compare-path.ts';
import { plural } from '../../domain/format.ts';
import { AddTaskDialog } from './add-task-dialog.tsx';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';

interface TaskStripProps {
  tasks: ComparedTask[];
  tab: string;
  /** Ids of the address that no task has. */
  missing: number;
}

/** The compared tasks: which is the base, which go, and who comes in addition. */
export function TaskStrip({ tasks, tab, missing }: TaskStripProps) {
  const navigate = useNavigate();
  const { open } = useDialogs();
  const ids = tasks.map(({ id }) => id);
  const show = (next: string[]) => navigate(comparePath(next, tab));
  return (
    <header className={classes.head}>
      <h1>Compare</h1>
      <div className={classes.tasks} role="list" aria-label="Compared tasks">
        {tasks.map((task, index) => (
          <span key={task.id} role="listitem" className={classes.task} data-base={index === 0}>
            <i className={classes.dot} style={{ background: task.color }} />
            <Link to={`/tasks/${task.id}/execution`} className="truncate" title={task.name}>
              {task.name}
            </Link>
            {index === 0 ? (
              <span className="dim">base</span>
            ) : (
              <IconButton
                icon="arrowTop"
                label={`Compare with ${task.name}`}
                size="sm"
                onClick={() => show([task.id, ...ids.filter((id) => id !== task.id)])}
              />
            )}
            <IconButton
              icon="close"
              label={`Take ${task.name} out`}
              size="sm"
              onClick={() => show(ids.filter((id) => id !== task.id))}
            />
          </span>
        ))}
        {missing > 0 && <span className="dim">{plural(missing, 'task')} not found</span>}
      </div>
      <Button
        variant="default"
        leftSection={<Icon name="plus" size={13} />}
        disabled={tasks.length >= MOST_COMPARED}
        onClick={() => open(<AddTaskDialog compared={ids} onAdd={(more) => show([...ids, ...more])} />)}
      >
        Add tasks
      </Button>
    </header>
  );
}
