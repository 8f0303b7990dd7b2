import { Button, useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { Only } from '../../app/rights.tsx';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';
import { ParallelCoordinates } from '../../components/parallel/parallel-coordinates.tsx';
import { shadeColor } from '../../components/shade.ts';
import type { ScaleKind } from '../../domain/axis-scale.ts';
import { plural } from '../../domain/format.ts';
import { type Brushes, brushedKeys, type ParallelAxis, parallelAxes } from '../../domain/parallel-lines.ts';
import { byMerit } from '../../domain/sweep/merit.ts';
import type { Goal } from '../../domain/sweep/objectives.ts';
import classes from './sweep-page.module.css';
import { trialTitle } from './trial-title.ts';

export interface TrialLines {
  axes: ParallelAxis[];
  lines: { key: string; title: string; values: unknown[]; number: number; color: string }[];
}

/** Axes and lines of the trials that have a result: parameters at the left, objectives at the right, the best drawn on top. */
export function useTrialLines(trials: TrialView[], goals: Goal[], parameters: string[], space: SearchSpace): TrialLines {
  const scheme = useComputedColorScheme();
  return useMemo(() => {
    const lines = byMerit(trials, goals[0]).map(({ trial, merit }) => ({
      key: trial.task,
      number: trial.number,
      title: trialTitle(trial, goals),
      color: shadeColor(merit, scheme),
      values: [...parameters.map((name) => trial.parameters[name]), ...trial.values],
    }));
    const dimensions = [
      ...parameters.map((name) => ({ key: name, label: name.slice(name.indexOf('/') + 1), ...kindOf(space[name]) })),
      ...goals.map(({ label }, index) => ({ key: `value:${index}`, label })),
    ];
    return { lines, axes: parallelAxes(dimensions, lines) };
  }, [trials, goals, parameters, space, scheme]);
}

/** A choice stands at even distances, and what was searched by magnitude is shown so. */
function kindOf(space: ParameterSpace | undefined): { kind?: ScaleKind } {
  if (space?.kind === 'choice') return { kind: 'category' };
  if (space?.kind === 'logUniform' || (space?.kind === 'integer' && space.log)) return { kind: 'log' };
  return space?.kind === 'uniform' || space?.kind === 'integer' ? { kind: 'number' } : {};
}

interface ParallelPanelProps extends TrialLines {
  brushes: Brushes;
  onBrushes: (brushes: Brushes) => void;
  /** Offered where the brushed part may become the search space. */
  onNarrow?: (() => void) | undefined;
}

export function ParallelPanel({ axes, lines, brushes, onBrushes, onNarrow }: ParallelPanelProps) {
  const navigate = useNavigate();
  const kept = brushedKeys(lines, axes, brushes);
  return (
    <Panel
      title="Parallel coordinates"
      flush
      actions={
        kept && (
          <>
            <span className="dim">{`${kept.size} of ${plural(lines.length, 'trial')}`}</span>
            {onNarrow && (
              <Only need="work">
                <Button size="compact-xs" variant="light" onClick={onNarrow}>
                  Narrow the search to this
                </Button>
              </Only>
            )}
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon name="close" size={11} />}
              onClick={() => onBrushes(new Map())}
            >
              Clear
            </Button>
          </>
        )
      }
    >
      {lines.length === 0 ? (
        <div className="dim" style={{ padding: '10px 12px' }}>
          Trials appear here as soon as they have a result.
        </div>
      ) : (
        <>
          <ParallelCoordinates
            label="Parallel coordinates of the trials"
            axes={axes}
            lines={lines}
            brushes={brushes}
            onBrushes={onBrushes}
            onOpen={(task) => navigate(`/tasks/${task}/scalars`)}
          />
          <div className={`${classes.chips} dim`}>
            Drag along an axis to keep the trials that go through that part of it. Grey is worst, green is best.
          </div>
        </>
      )}
    </Panel>
  );
}
