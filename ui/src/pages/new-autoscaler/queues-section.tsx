import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import { newQueue, type QueueDraft } from '../../domain/scalers/scaler-form.ts';
import { useQueues } from '../../queries/use-queues.ts';
import classes from './new-autoscaler.module.css';
import type { SectionProps } from './section-props.ts';

type Pair = QueueDraft['pairs'][number];

/** Queues, the one that is served first on top, with the resources that are tried for each in turn. */
export function QueuesSection({ form, problems, onChange }: SectionProps) {
  const known = (useQueues().data ?? []).map(({ name }) => name);
  const { queues, resources } = form;
  const names = resources.map(({ name }) => name);
  const change = (key: string, part: Partial<QueueDraft>) =>
    onChange({ queues: queues.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  return (
    <Panel
      title={
        <>
          Queues <span className="dim">{queues.length > 1 && 'the first is served first'}</span>
        </>
      }
      flush
      actions={
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" size={13} />}
          onClick={() => onChange({ queues: [...queues, newQueue('', names[0] ?? '')] })}
        >
          Add a queue
        </Button>
      }
    >
      {problems['configurations.queues'] && <p className={classes.problem}>{problems['configurations.queues']}</p>}
      {queues.map((queue, index) => (
        <div key={queue.key} className={classes.queue} data-queue={queue.name}>
          <Autocomplete
            label="Queue"
            description="It is made when it does not exist"
            aria-label={`Queue ${index + 1}`}
            data={known}
            value={queue.name}
            error={problems[`queue.${queue.key}`]}
            onChange={(name) => change(queue.key, { name })}
          />
          <Pairs queue={queue} names={names} problems={problems} onChange={(pairs) => change(queue.key, { pairs })} />
          <TextInput
            label="Kept ready"
            description="Without a task"
            aria-label={`Kept ready for ${queue.name}`}
            inputMode="numeric"
            placeholder="0"
            value={queue.warm}
            error={problemAt(problems, `perdura.warm_pool.${queue.name.trim()}`)}
            onChange={(event) => change(queue.key, { warm: event.currentTarget.value })}
          />
          <div style={{ paddingTop: 40 }}>
            {queues.length > 1 && (
              <IconButton
                icon="close"
                label={`Remove queue ${queue.name}`}
                size="sm"
                onClick={() => onChange({ queues: queues.filter(({ key }) => key !== queue.key) })}
              />
            )}
          </div>
        </div>
      ))}
    </Panel>
  );
}

interface PairsProps {
  queue: QueueDraft;
  names: string[];
  problems: Record<string, string>;
  onChange: (pairs: Pair[]) => void;
}

/** The resources of a queue in the order in which they are tried, each with its maximum. */
function Pairs({ queue: { name, pairs }, names, problems, onChange }: PairsProps) {
  const path = `configurations.queues.${name.trim()}`;
  const change = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <div>
      {problems[path] && <div className="wrong">{problems[path]}</div>}
      {pairs.map(({ resource, max }, index) => (
        <div key={index} className={classes.pair} data-first={index === 0}>
          <Select
            {...(index === 0 ? { label: 'Resource', description: 'Tried in this order' } : {})}
            aria-label={`Resource ${index + 1} of ${name}`}
            allowDeselect={false}
            data={names.filter((one, at) => one !== '' && names.indexOf(one) === at)}
            value={resource || null}
            error={problemAt(problems, `${path}.${index}.0`)}
            onChange={(value) => change(index, { resource: value ?? '' })}
          />
          <TextInput
            {...(index === 0 ? { label: 'At most', description: 'At a time' } : {})}
            aria-label={`Maximum of resource ${index + 1} of ${name}`}
            inputMode="numeric"
            value={max}
            error={problemAt(problems, `${path}.${index}.1`)}
            onChange={(event) => change(index, { max: event.currentTarget.value })}
          />
          {pairs.length > 1 ? (
            <IconButton
              icon="close"
              label={`Remove resource ${index + 1} of ${name}`}
              size="sm"
              onClick={() => onChange(pairs.filter((_, at) => at !== index))}
            />
          ) : (
            <span />
          )}
        </div>
      ))}
      {names.length > pairs.length && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() =>
            onChange([...pairs, { resource: names.find((one) => !pairs.some((pair) => pair.resource === one)) ?? '', max: '1' }])
          }
        >
          Then try another
        </Button>
      )}
    </div>
  );
}
