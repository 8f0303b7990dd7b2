import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchPlot } from '../../api/task-results.ts';
import type { Figure } from '../../api/types.ts';
import { WhenVisible } from '../../components/chart/when-visible.tsx';
import { Panel } from '../../components/panel.tsx';
import { PlotView } from '../../components/plot-view.tsx';
import { LoadingState } from '../../components/states.tsx';
import { overlayFigures } from '../../domain/compare/overlay-figures.ts';
import type { PlotGroup } from '../../domain/compare/plot-groups.ts';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';

interface PlotComparisonProps {
  group: PlotGroup;
  tasks: ComparedTask[];
  overlay: boolean;
}

const HEIGHT = 340;

/** One metric and variant of all tasks that have it, at the newest iteration of each. */
export function PlotComparison({ group, tasks, overlay }: PlotComparisonProps) {
  const owners = tasks.filter(({ id }) => group.newest.has(id));
  return (
    <Panel title={<span className="truncate">{group.title}</span>} flush>
      <WhenVisible height={HEIGHT}>
        <Figures group={group} owners={owners} overlay={overlay} />
      </WhenVisible>
    </Panel>
  );
}

function Figures({ group, owners, overlay }: { group: PlotGroup; owners: ComparedTask[]; overlay: boolean }) {
  const { metric, variant, title, newest } = group;
  const figures = useQueries({
    queries: owners.map(({ id }) => ({
      queryKey: queryKeys.taskPart(id, 'plots', metric, variant, newest.get(id)),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPlot(id, { metric, variant, iter: newest.get(id)! }, signal),
    })),
    combine: (all) => all.map(({ data }) => data),
  });
  const merged = useMemo(() => (overlay ? merge(owners, figures) : null), [overlay, owners, figures]);
  if (figures.some((figure) => figure === undefined)) return <LoadingState />;
  if (merged) return <PlotView figure={merged} label={`${title} of all tasks`} height={HEIGHT + 60} />;
  return (
    <>
      {overlay && (
        <div className="dim" style={{ padding: '8px 12px 0' }}>
          Figures of this kind cannot be drawn over each other.
        </div>
      )}
      <div className={classes.side}>
        {owners.map(({ id, name, color }, index) => (
          <div key={id} style={{ minWidth: 0 }}>
            <div className={classes.sideTitle}>
              <i className={classes.dot} style={{ background: color }} />
              <span className="truncate" title={name}>
                {name}
              </span>
              <span className="dim">{newest.get(id)}</span>
            </div>
            <PlotView figure={figures[index]!} label={`${title} of ${name}`} height={HEIGHT} />
          </div>
        ))}
      </div>
    </>
  );
}

function merge(owners: ComparedTask[], figures: (Figure | undefined)[]): Figure | null {
  const named = owners.flatMap(({ name, color }, index) => (figures[index] ? [{ name, color, figure: figures[index] }] : []));
  return named.length === owners.length ? overlayFigures(named) : null;
}
