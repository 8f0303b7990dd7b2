import { Button, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { updateTask } from '../../api/tasks.ts';
import type { Task } from '../../api/types.ts';
import { Only, useMay } from '../../app/rights.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { MenuItems } from '../../components/data-table/row-menu.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TagList } from '../../components/tag-list.tsx';
import { toast } from '../../components/toaster.tsx';
import { useTitle } from '../../components/use-title.ts';
import { isAllowed, isArchived, type TaskAction } from '../../domain/task-actions.ts';
import { useOpenChildren, useSaveTask } from '../../queries/use-task.ts';
import { actionIcon, useTaskActions } from '../../task-actions/use-task-actions.tsx';
import classes from './task-page.module.css';

/** Name, state, tags and what can be done. */
export function TaskHeader({ task }: { task: Task }) {
  useTitle(task.name);
  const { start } = useTaskActions();
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <div className={classes.crumbs}>
          <Link to={task.project ? `/projects/${task.project.id}/tasks` : '/tasks'} className="truncate">
            {task.project?.name ?? 'Tasks'}
          </Link>
          <span>/</span>
          <span>{task.type}</span>
          <span className="mono">{task.id}</span>
          <CopyButton value={task.id} label="Copy task id" />
        </div>
        <div className={classes.title}>
          <TaskName task={task} />
          <StatusBadge status={task.status} message={task.status_message} />
          {isArchived(task) && <span className="dim">archived</span>}
          <TagList tags={task.tags ?? []} />
          <Only need="work">
            <IconButton icon="tag" label="Edit tags" size="sm" onClick={() => start('tags', [task])} />
          </Only>
        </div>
      </div>
      <TaskButtons task={task} />
    </header>
  );
}

/** The heading, which turns into a field to rename the task. */
function TaskName({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const [draft, setDraft] = useState<string | null>(null);
  const rename = async () => {
    const name = draft?.trim() ?? '';
    setDraft(null);
    if (name === '' || name === task.name) return;
    await save(() => updateTask(task.id, { name })).catch((error: Error) => toast.error('Not renamed', error.message));
  };
  if (draft === null) {
    return (
      <>
        <h1 className="truncate" title={task.name}>
          {task.name}
        </h1>
        <Only need="work">
          <IconButton icon="edit" label="Rename" size="sm" onClick={() => setDraft(task.name)} />
        </Only>
      </>
    );
  }
  return (
    <TextInput
      aria-label="Task name"
      autoFocus
      w={360}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={rename}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void rename();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}

/** The action that a state most often asks for. */
const MAIN_ACTIONS: TaskAction[] = ['enqueue', 'retry', 'dequeue', 'abort'];

const isPipelineRun = ({ type, system_tags: tags = [] }: Task): boolean => type === 'controller' && tags.includes('pipeline');

function TaskButtons({ task }: { task: Task }) {
  const { start, menu, abortChildren } = useTaskActions();
  const [opened, setOpened] = useState(false);
  const children = useOpenChildren(task.id, opened);
  const navigate = useNavigate();
  const may = useMay('work');
  const main = may && MAIN_ACTIONS.find((action) => isAllowed(action, task));
  const entries = menu(task, (action) => action === 'delete' && navigate('/tasks'));
  const label = entries.find(({ key }) => key === main)?.label;
  return (
    <div style={{ display: 'flex', gap: 6 }}>
      {isPipelineRun(task) && (
        <Button
          variant="default"
          leftSection={<Icon name="pipeline" size={13} />}
          component={Link}
          to={`/pipelines/runs/${task.id}`}
        >
          Pipeline
        </Button>
      )}
      {main && (
        <Button
          variant={main === 'enqueue' ? 'filled' : 'default'}
          leftSection={<Icon name={actionIcon(main)} size={13} />}
          onClick={() => start(main, [task])}
        >
          {label}
        </Button>
      )}
      {may && (
        <Button variant="default" leftSection={<Icon name="copy" size={13} />} onClick={() => start('clone', [task])}>
          Clone
        </Button>
      )}
      {task.type === 'optimizer' && (
        <Button variant="default" component={Link} to={`/sweeps/${task.id}`} leftSection={<Icon name="target" size={13} />}>
          Sweep
        </Button>
      )}
      <Menu width={200} onChange={setOpened}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevronDown" size={13} />}>
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuItems entries={[...entries, ...abortChildren(children)]} />
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
