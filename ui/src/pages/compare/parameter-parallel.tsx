import { Button, MultiSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import { ParallelCoordinates } from '../../components/parallel/parallel-coordinates.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { compareParameters, parameterKeys, parameterValue } from '../../domain/compare/compare-parameters.ts';
import { metricValue } from '../../domain/compare/last-metrics.ts';
import { formatNumber, plural } from '../../domain/format.ts';
import { type Brushes, brushedKeys, parallelAxes } from '../../domain/parallel-lines.ts';
import { USER_PROPERTIES } from '../../domain/parameters.ts';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';
import { MetricSelect, useMetricChoice } from './metric-choice.tsx';

/** A line for each task through its parameters to a metric. What is brushed is listed below. */
export function ParameterParallel({ tasks }: { tasks: ComparedTask[] }) {
  const navigate = useNavigate();
  const choice = useMetricChoice(tasks);
  const keys = useMemo(() => parameterKeys(tasks), [tasks]);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [brushes, setBrushes] = useState<Brushes>(new Map());
  const differing = useMemo(() => differingKeys(tasks), [tasks]);
  const parameters = chosen ?? (differing.length > 0 ? differing : keys.slice(0, 1));
  const { lines, axes } = useMemo(() => {
    const drawn = tasks.map((task) => {
      const value = choice.key === null ? null : metricValue(task, choice.key, choice.figure);
      return {
        key: task.id,
        color: task.color,
        title: `${task.name}\n${choice.label}: ${formatNumber(value)}`,
        values: [...parameters.map((name) => parameterValue(task, name)), ...(choice.key === null ? [] : [value])],
      };
    });
    const metric = choice.key === null ? [] : [{ key: 'metric', label: choice.label }];
    return {
      lines: drawn,
      axes: parallelAxes([...parameters.map((name) => ({ key: name, label: name })), ...metric], drawn),
    };
  }, [tasks, parameters, choice.key, choice.figure, choice.label]);
  const kept = brushedKeys(lines, axes, brushes);
  return (
    <>
      <div className={classes.tools}>
        <MultiSelect
          aria-label="Parameters"
          placeholder={parameters.length === 0 ? 'Parameters' : ''}
          searchable
          maw={620}
          data={keys}
          value={parameters}
          onChange={setChosen}
        />
        <MetricSelect choice={choice} />
        {kept && (
          <Button variant="default" onClick={() => setBrushes(new Map())}>
            Clear the brushes
          </Button>
        )}
      </div>
      <Panel
        title="Parallel coordinates"
        flush
        actions={<span className="dim">{plural(kept?.size ?? tasks.length, 'task')}</span>}
      >
        <ParallelCoordinates
          label="Parallel coordinates of the parameters"
          axes={axes}
          lines={lines}
          brushes={brushes}
          onBrushes={setBrushes}
          onOpen={(id) => navigate(`/tasks/${id}/configuration`)}
          height={340}
        />
      </Panel>
      <Panel title={kept ? 'Brushed tasks' : 'Tasks'} flush>
        <RecordTable
          label="Tasks of the parallel coordinates"
          rows={tasks.filter(({ id }) => kept?.has(id) !== false)}
          rowKey={({ id }) => id}
          columns={[
            {
              title: 'TASK',
              render: ({ id, name, color }) => (
                <>
                  <i className={classes.dot} style={{ background: color, display: 'inline-block', marginRight: 7 }} />
                  <Link to={`/tasks/${id}/configuration`}>{name}</Link>
                </>
              ),
            },
            {
              title: choice.label || 'METRIC',
              align: 'right',
              render: (task) => (
                <span className="mono">
                  {formatNumber(choice.key === null ? null : metricValue(task, choice.key, choice.figure))}
                </span>
              ),
            },
          ]}
        />
      </Panel>
    </>
  );
}

/** More axes than this are only drawn when somebody asks for them. */
const MOST_AXES = 8;

const differingKeys = (tasks: ComparedTask[]): string[] =>
  compareParameters(tasks)
    .filter(({ title }) => title !== USER_PROPERTIES)
    .flatMap(({ rows }) => rows.filter(({ differs }) => differs).map(({ key }) => key))
    .slice(0, MOST_AXES);
