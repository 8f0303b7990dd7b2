import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { Legend } from '../../components/chart/legend.tsx';
import { Panel } from '../../components/panel.tsx';
import { ScatterPlot } from '../../components/scatter/scatter-plot.tsx';
import { valueText } from '../../domain/axis-scale.ts';
import { compareParameters, parameterKeys, parameterValue } from '../../domain/compare/compare-parameters.ts';
import { metricValue } from '../../domain/compare/last-metrics.ts';
import { formatNumber } from '../../domain/format.ts';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';
import { MetricSelect, useMetricChoice } from './metric-choice.tsx';

/** One parameter against one metric, a point for each task. */
export function ParameterScatter({ tasks }: { tasks: ComparedTask[] }) {
  const navigate = useNavigate();
  const choice = useMetricChoice(tasks);
  const keys = useMemo(() => parameterKeys(tasks), [tasks]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const parameter = chosen ?? firstDiffering(tasks) ?? keys[0] ?? null;
  const points = useMemo(
    () =>
      parameter === null || choice.key === null
        ? []
        : tasks
            .filter(({ id }) => !hidden.has(id))
            .map((task) => {
              const x = parameterValue(task, parameter);
              const y = metricValue(task, choice.key!, choice.figure);
              const title = `${task.name}\n${parameter} = ${valueText(x)}\n${choice.label}: ${formatNumber(y)}`;
              return { key: task.id, x, y, color: task.color, marked: true, title };
            }),
    [tasks, hidden, parameter, choice.key, choice.figure, choice.label],
  );
  return (
    <>
      <div className={classes.tools}>
        <Select
          aria-label="Parameter"
          w={240}
          searchable
          allowDeselect={false}
          data={keys}
          value={parameter}
          onChange={setChosen}
        />
        <MetricSelect choice={choice} />
      </div>
      <Panel title="Scatter" flush>
        <ScatterPlot
          label="Parameter against metric"
          points={points}
          xLabel={parameter ?? ''}
          yLabel={choice.label}
          height={380}
          onOpen={(id) => navigate(`/tasks/${id}/scalars`)}
          none="No task has both the parameter and the metric."
        />
        <Legend
          series={tasks.map(({ id, name, color }) => ({ key: id, label: name, color }))}
          hidden={hidden}
          onChange={setHidden}
        />
      </Panel>
    </>
  );
}

const firstDiffering = (tasks: ComparedTask[]): string | undefined =>
  compareParameters(tasks)
    .flatMap(({ rows }) => rows)
    .find(({ differs }) => differs)?.key;
