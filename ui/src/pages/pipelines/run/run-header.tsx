import { Button, Menu } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { RunView } from '../../../../../workflows/contracts/pipeline-api.ts';
import { Only } from '../../../app/rights.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { MenuItems } from '../../../components/data-table/row-menu.tsx';
import { Icon } from '../../../components/icon.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TagList } from '../../../components/tag-list.tsx';
import { Elapsed } from '../../../components/time.tsx';
import { useTitle } from '../../../components/use-title.ts';
import { isRunAllowed, type RunAction } from '../../../domain/pipelines/run-actions.ts';
import classes from '../../task/task-page.module.css';
import { RUN_ACTION_LOOKS, useRunActions } from '../actions/use-run-actions.tsx';
import styles from './run-page.module.css';

/** Where the run belongs, how it stands and what can be done. */
export function RunHeader({ run }: { run: RunView }) {
  useTitle(`${run.pipeline.name} #${run.number}`);
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <div className={classes.crumbs}>
          <Link to="/pipelines">Pipelines</Link>
          <span>/</span>
          <span className="truncate">{run.pipeline.project}</span>
          <span>/</span>
          <Link to={`/pipelines/${run.pipeline.id}`} className="truncate">
            {run.pipeline.name}
          </Link>
          <span className="mono">{run.id}</span>
          <CopyButton value={run.id} label="Copy run id" />
        </div>
        <div className={classes.title}>
          <h1 className="truncate" title={run.name}>
            {run.pipeline.name} #{run.number}
          </h1>
          <StatusBadge status={run.status} message={run.statusMessage} />
          {run.started && (
            <span className="dim">
              <Elapsed start={run.started} end={run.status === 'in_progress' ? null : run.completed} />
            </span>
          )}
          {run.version && <span className="dim">version {run.version}</span>}
          {run.archived && <span className="dim">archived</span>}
          <TagList tags={run.tags} />
        </div>
      </div>
      <RunButtons run={run} />
    </header>
  );
}

const SHOWN: RunAction[] = ['abort', 'continue', 'pause', 'resume'];

function RunButtons({ run }: { run: RunView }) {
  const { start, menu } = useRunActions();
  const navigate = useNavigate();
  const entries = menu(run, (action) => action === 'delete' && navigate(`/pipelines/${run.pipeline.id}`));
  return (
    <div className={styles.buttons}>
      <Only need="work">
        {SHOWN.filter((action) => isRunAllowed(action, run)).map((action) => (
          <Button
            key={action}
            variant="default"
            leftSection={<Icon name={RUN_ACTION_LOOKS[action].icon} size={13} />}
            onClick={() => start(action, run)}
          >
            {RUN_ACTION_LOOKS[action].label}
          </Button>
        ))}
        <Button leftSection={<Icon name="plus" size={13} />} onClick={() => start('new', run)}>
          New run
        </Button>
      </Only>
      <Menu width={200}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevronDown" size={13} />}>
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuItems entries={entries} />
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
