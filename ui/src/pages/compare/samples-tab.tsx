import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchDebugSamples } from '../../api/task-results.ts';
import { IterationSlider } from '../../components/iteration-slider.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, LoadingState } from '../../components/states.tsx';
import { type SampleComparison, sampleComparisons } from '../../domain/compare/sample-comparisons.ts';
import { sampleAt } from '../../domain/sample-history.ts';
import { DEBUG_SAMPLE_ITERATIONS } from '../task/plots/debug-samples-tab.tsx';
import { Media } from '../task/plots/media.tsx';
import classes from './compare.module.css';
import type { ComparedTask } from './compare-tabs.tsx';

/** Images, audio and video of the tasks beside each other, at one iteration. */
export function SamplesTab({ tasks }: { tasks: ComparedTask[] }) {
  const results = useQueries({
    queries: tasks.map(({ id }) => ({
      queryKey: queryKeys.taskPart(id, 'debug-samples'),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchDebugSamples(id, DEBUG_SAMPLE_ITERATIONS, signal),
    })),
  });
  if (results.some(({ isLoading }) => isLoading)) return <LoadingState />;
  const comparisons = sampleComparisons(tasks.map((task, index) => ({ task: task.id, samples: results[index]?.data ?? [] })));
  if (comparisons.length === 0) return <EmptyState icon="eye" title="None of the tasks has debug samples" />;
  return comparisons.map((comparison) => <SampleRow key={comparison.key} comparison={comparison} tasks={tasks} />);
}

function SampleRow({ comparison, tasks }: { comparison: SampleComparison; tasks: ComparedTask[] }) {
  const { title, iterations, byTask } = comparison;
  const [chosen, setChosen] = useState<number | null>(null);
  const iteration = chosen ?? iterations[iterations.length - 1]!;
  return (
    <Panel
      title={<span className="truncate">{title}</span>}
      flush
      actions={
        <span style={{ width: 260 }}>
          <IterationSlider iterations={iterations} value={iteration} onChange={setChosen} />
        </span>
      }
    >
      <div className={classes.samples}>
        {tasks.map(({ id, name, color }) => {
          const history = byTask.get(id);
          const sample = history && sampleAt(history, iteration);
          return (
            <figure key={id}>
              <div className={classes.frame}>
                {sample ? (
                  <Media url={sample.url} label={`${title} of ${name}, iteration ${sample.iter}`} />
                ) : (
                  <span className="dim">none</span>
                )}
              </div>
              <figcaption className={classes.sideTitle} style={{ padding: '5px 0 0' }}>
                <i className={classes.dot} style={{ background: color }} />
                <span className="truncate" title={name}>
                  {name}
                </span>
                {sample && sample.iter !== iteration && <span className="dim">{sample.iter}</span>}
              </figcaption>
            </figure>
          );
        })}
      </div>
    </Panel>
  );
}
