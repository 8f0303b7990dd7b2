import { Select, useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { Panel } from '../../components/panel.tsx';
import { ScatterPlot } from '../../components/scatter/scatter-plot.tsx';
import { shadeColor } from '../../components/shade.ts';
import type { Goal } from '../../domain/sweep/objectives.ts';
import { isResult } from '../../domain/sweep/trial-state.ts';
import { trialTitle } from './trial-title.ts';

interface FrontPanelProps {
  trials: TrialView[];
  goals: Goal[];
  /** Numbers of the trials that no other one beats in everything. */
  front: number[];
}

/** Two objectives against each other; the trials of the Pareto front are marked and, with two objectives, joined. */
export function FrontPanel({ trials, goals, front }: FrontPanelProps) {
  const navigate = useNavigate();
  const scheme = useComputedColorScheme();
  const [axes, setAxes] = useState<[number, number]>([0, 1]);
  const [x, y] = axes;
  const { points, path } = useMemo(() => {
    const unbeaten = new Set(front);
    const results = trials.filter(isResult);
    const onFront = results
      .filter(({ number }) => unbeaten.has(number))
      .sort((a, b) => (a.values[x] ?? 0) - (b.values[x] ?? 0))
      .map(({ task }) => task);
    return {
      path: { keys: onFront, stairs: false },
      points: results.map((trial) => ({
        key: trial.task,
        x: trial.values[x],
        y: trial.values[y],
        color: shadeColor(unbeaten.has(trial.number) ? 1 : 0.25, scheme),
        marked: unbeaten.has(trial.number),
        title: trialTitle(trial, goals),
      })),
    };
  }, [trials, goals, front, x, y, scheme]);
  const options = goals.map(({ label }, index) => ({ value: String(index), label }));
  const pick = (label: string, at: 0 | 1) => (
    <Select
      aria-label={label}
      w={150}
      allowDeselect={false}
      data={options}
      value={String(axes[at])}
      onChange={(value) => setAxes(at === 0 ? [Number(value), y] : [x, Number(value)])}
    />
  );
  const nameOf = (index: number) =>
    `${goals[index]?.label ?? ''} (${goals[index]?.direction === 'min' ? 'small' : 'large'} is good)`;
  return (
    <Panel
      title="Pareto front"
      flush
      actions={
        goals.length > 2 && (
          <>
            {pick('Horizontal objective', 0)}
            {pick('Vertical objective', 1)}
          </>
        )
      }
    >
      <ScatterPlot
        label="Pareto front"
        points={points}
        {...(goals.length === 2 ? { path } : {})}
        xLabel={nameOf(x)}
        yLabel={nameOf(y)}
        height={300}
        onOpen={(task) => navigate(`/tasks/${task}/scalars`)}
        none="No trial has reported all objectives yet."
      />
    </Panel>
  );
}
