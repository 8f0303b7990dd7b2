import { SegmentedControl, Select, useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { Panel } from '../../components/panel.tsx';
import { ScatterPlot } from '../../components/scatter/scatter-plot.tsx';
import { shadeColor } from '../../components/shade.ts';
import { bestSoFar, type Goal, resultPoints } from '../../domain/sweep/objectives.ts';
import { trialTitle } from './trial-title.ts';

/** Each result as a point, and the best value so far as a line. */
export function ObjectivePanel({ trials, goals }: { trials: TrialView[]; goals: Goal[] }) {
  const navigate = useNavigate();
  const scheme = useComputedColorScheme();
  const [chosen, setChosen] = useState('0');
  const [axis, setAxis] = useState<'date' | 'number'>('date');
  const objective = Math.min(Number(chosen), Math.max(0, goals.length - 1));
  const goal = goals[objective];
  const { points, path } = useMemo(() => {
    const results = resultPoints(trials, objective);
    const steps = goal ? bestSoFar(axis === 'date' ? results : byNumber(results), goal) : [];
    const best = new Set(steps.map(({ trial }) => trial.number));
    return {
      path: { keys: steps.map(({ trial }) => trial.task), stairs: true },
      points: results.map(({ trial, ended, value }) => ({
        key: trial.task,
        x: axis === 'date' ? ended : trial.number,
        y: value,
        color: best.has(trial.number) ? shadeColor(1, scheme) : shadeColor(trial.state === 'pruned' ? 0 : 0.5, scheme),
        marked: best.has(trial.number),
        title: trialTitle(trial, goals),
      })),
    };
  }, [trials, objective, goal, goals, axis, scheme]);
  return (
    <Panel
      title="Objective"
      flush
      actions={
        <>
          {goals.length > 1 && (
            <Select
              aria-label="Objective"
              w={180}
              allowDeselect={false}
              data={goals.map(({ label }, index) => ({ value: String(index), label }))}
              value={String(objective)}
              onChange={(value) => setChosen(value ?? '0')}
            />
          )}
          <SegmentedControl
            aria-label="Horizontal axis"
            value={axis}
            onChange={(value) => setAxis(value as 'date' | 'number')}
            data={[
              { value: 'date', label: 'Time' },
              { value: 'number', label: 'Trial' },
            ]}
          />
        </>
      }
    >
      <ScatterPlot
        label="Objective of each trial"
        points={points}
        path={path}
        xKind={axis}
        xLabel={axis === 'date' ? 'ended' : 'trial'}
        yLabel={goal ? `${goal.label} (${goal.direction === 'min' ? 'small' : 'large'} is good)` : ''}
        height={340}
        onOpen={(task) => navigate(`/tasks/${task}/scalars`)}
        none="No trial has reported its objective yet."
      />
    </Panel>
  );
}

const byNumber = (points: ReturnType<typeof resultPoints>) => [...points].sort((a, b) => a.trial.number - b.trial.number);
