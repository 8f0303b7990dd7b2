import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchDebugSamples } from '../../../api/task-results.ts';
import type { DebugSample, Task } from '../../../api/types.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { plural } from '../../../domain/format.ts';
import { groupSamples, type SampleHistory } from '../../../domain/sample-history.ts';
import classes from '../task-page.module.css';
import styles from './plots.module.css';
import { SampleCard } from './sample-card.tsx';
import { SampleViewer } from './sample-viewer.tsx';

/** Iterations of each metric that are listed. */
export const DEBUG_SAMPLE_ITERATIONS = 100;

/** Images, audio and video that the task reported, by metric and variant. */
export function DebugSamplesTab({ task }: { task: Task }) {
  const query = useQuery({
    queryKey: queryKeys.taskPart(task.id, 'debug-samples'),
    queryFn: ({ signal }) => fetchDebugSamples(task.id, DEBUG_SAMPLE_ITERATIONS, signal),
  });
  return (
    <QueryView query={query}>
      {(samples) =>
        samples.length === 0 ? (
          <EmptyState icon="eye" title="No debug samples">
            Images, audio and video reported with <code>Logger.report_image()</code> and <code>report_media()</code> appear here.
          </EmptyState>
        ) : (
          <SampleGrid samples={samples} />
        )
      }
    </QueryView>
  );
}

function SampleGrid({ samples }: { samples: DebugSample[] }) {
  const histories = useMemo(() => groupSamples(samples), [samples]);
  const metrics = [...new Set(histories.map(({ metric }) => metric))];
  const [metric, setMetric] = useState<string | null>(null);
  const [opened, setOpened] = useState<{ key: string; iteration: number } | null>(null);
  const shown = metric === null ? histories : histories.filter((history) => history.metric === metric);
  const index = shown.findIndex(({ key }) => key === opened?.key);
  const show = (history: SampleHistory | undefined, iteration: number) => history && setOpened({ key: history.key, iteration });
  return (
    <div className={classes.stack}>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Select
          aria-label="Metric"
          placeholder="All metrics"
          clearable
          w={240}
          data={metrics}
          value={metric}
          onChange={setMetric}
        />
        <span className="dim">{plural(shown.length, 'sample')}</span>
      </div>
      <div className={styles.samples}>
        {shown.map((history) => (
          <SampleCard key={history.key} history={history} onOpen={(iteration) => show(history, iteration)} />
        ))}
      </div>
      {opened && shown[index] && (
        <SampleViewer
          history={shown[index]}
          iteration={opened.iteration}
          onIteration={(iteration) => show(shown[index], iteration)}
          onPrevious={index > 0 ? () => show(shown[index - 1], opened.iteration) : undefined}
          onNext={index < shown.length - 1 ? () => show(shown[index + 1], opened.iteration) : undefined}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}
