import { Button, Select, Switch, TextInput } from '@mantine/core';
import { consoleDownloadUrl } from '../../../api/task-results.ts';
import type { Attempt } from '../../../api/types.ts';
import { Icon } from '../../../components/icon.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { formatCount } from '../../../domain/format.ts';
import classes from './console.module.css';
import type { ConsoleSnapshot } from './console-buffer.ts';

interface ConsoleToolbarProps {
  taskId: string;
  attempts: Attempt[];
  attempt: number | undefined;
  setAttempt: (attempt: number | undefined) => void;
  filter: string;
  setFilter: (filter: string) => void;
  wrap: boolean;
  setWrap: (wrap: boolean) => void;
  times: boolean;
  setTimes: (times: boolean) => void;
  snapshot: ConsoleSnapshot;
  /** Lines that the filter let through; null without a filter. */
  matches: number | null;
  searching: boolean;
  atEnd: boolean;
  jumpToEnd: () => void;
  jumpToStart: () => void;
  loadAll: () => void;
}

export function ConsoleToolbar(props: ConsoleToolbarProps) {
  const { taskId, attempts, attempt, setAttempt, filter, setFilter, wrap, setWrap, times, setTimes, snapshot, atEnd } = props;
  return (
    <div className={classes.toolbar}>
      <TextInput
        aria-label="Filter lines"
        placeholder="Filter lines"
        leftSection={<Icon name="filter" size={13} />}
        w={240}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {attempts.length > 1 && (
        <Select
          aria-label="Attempt"
          w={140}
          value={attempt === undefined ? 'all' : String(attempt)}
          allowDeselect={false}
          data={[
            { value: 'all', label: 'All attempts' },
            ...attempts.map(({ number }) => ({ value: String(number), label: `Attempt ${number}` })),
          ]}
          onChange={(value) => setAttempt(value === 'all' || value === null ? undefined : Number(value))}
        />
      )}
      <Switch label="Wrap" checked={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
      <Switch label="Times" checked={times} onChange={(event) => setTimes(event.currentTarget.checked)} />
      <span className={classes.count} role="status">
        {countText(props)}
      </span>
      {snapshot.earlier && (
        <Button variant="subtle" onClick={props.loadAll}>
          Load all
        </Button>
      )}
      <IconButton icon="arrowTop" label="Jump to start" onClick={props.jumpToStart} />
      <Button
        variant={atEnd ? 'subtle' : 'light'}
        color={atEnd ? 'gray' : 'teal'}
        leftSection={<Icon name="arrowBottom" size={13} />}
        onClick={props.jumpToEnd}
      >
        {atEnd ? 'Following' : 'Jump to end'}
      </Button>
      <Button
        component="a"
        variant="default"
        href={consoleDownloadUrl(taskId, attempt)}
        download={`task_${taskId}.log`}
        leftSection={<Icon name="download" size={13} />}
      >
        Download
      </Button>
    </div>
  );
}

function countText({ snapshot: { lines, total, earlier }, matches, searching }: ConsoleToolbarProps): string {
  const loaded = earlier ? `${formatCount(lines.length)} of ${formatCount(total)} lines` : `${formatCount(lines.length)} lines`;
  if (matches === null) return loaded;
  return `${formatCount(matches)} match${matches === 1 ? '' : 'es'} in ${loaded}${searching ? ', still searching' : ''}`;
}
