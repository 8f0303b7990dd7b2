import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchPlot } from '../../../api/task-results.ts';
import type { PlotEntry } from '../../../api/types.ts';
import { WhenVisible } from '../../../components/chart/when-visible.tsx';
import { IterationSlider } from '../../../components/iteration-slider.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PlotView } from '../../../components/plot-view.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import styles from './plots.module.css';

const HEIGHT = 360;

/** One figure. It shows the latest iteration until another one is chosen. */
export function PlotCard({ taskId, entry }: { taskId: string; entry: PlotEntry }) {
  const { metric, variant } = entry;
  const iterations = [...entry.iterations].sort((a, b) => a - b);
  const [chosen, setChosen] = useState<number | null>(null);
  const iteration = chosen ?? iterations[iterations.length - 1] ?? 0;
  const title = variant === '' || variant === metric ? metric : `${metric} / ${variant}`;
  return (
    <Panel title={<span className="truncate">{title}</span>} flush>
      <WhenVisible height={HEIGHT}>
        <Plot taskId={taskId} metric={metric} variant={variant} iteration={iteration} title={title} />
      </WhenVisible>
      <div className={styles.foot}>
        <IterationSlider iterations={iterations} value={iteration} onChange={setChosen} />
      </div>
    </Panel>
  );
}

interface PlotProps {
  taskId: string;
  metric: string;
  variant: string;
  iteration: number;
  title: string;
}

function Plot({ taskId, metric, variant, iteration, title }: PlotProps) {
  const query = useQuery({
    queryKey: queryKeys.taskPart(taskId, 'plots', metric, variant, iteration),
    queryFn: ({ signal }) => fetchPlot(taskId, { metric, variant, iter: iteration }, signal),
    placeholderData: keepPreviousData,
  });
  return <QueryView query={query}>{(figure) => <PlotView figure={figure} label={title} height={HEIGHT} />}</QueryView>;
}
