import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { type MetricFigure, type MetricName, metricKey, metricsOf } from '../../domain/compare/last-metrics.ts';
import { objectiveLabel } from '../../domain/sweep/objectives.ts';
import type { ComparedTask } from './compare-tabs.tsx';

interface MetricChoice {
  metrics: MetricName[];
  /** Null where no task reported anything. */
  key: string | null;
  label: string;
  figure: MetricFigure;
  setKey: (key: string | null) => void;
  setFigure: (figure: MetricFigure) => void;
}

/** The metric by which tasks are compared, and which of its figures. */
export function useMetricChoice(tasks: ComparedTask[]): MetricChoice {
  const [chosen, setKey] = useState<string | null>(null);
  const [figure, setFigure] = useState<MetricFigure>('last');
  const metrics = metricsOf(tasks);
  const metric = metrics.find(({ title, series }) => metricKey(title, series) === chosen) ?? metrics[0];
  return {
    metrics,
    key: metric ? metricKey(metric.title, metric.series) : null,
    label: metric ? `${objectiveLabel(metric)} (${figure})` : '',
    figure,
    setKey,
    setFigure,
  };
}

export function MetricSelect({ choice }: { choice: MetricChoice }) {
  return (
    <>
      <Select
        aria-label="Metric"
        placeholder="No metrics"
        w={260}
        searchable
        allowDeselect={false}
        data={choice.metrics.map((metric) => ({ value: metricKey(metric.title, metric.series), label: objectiveLabel(metric) }))}
        value={choice.key}
        onChange={choice.setKey}
      />
      <SegmentedControl
        aria-label="Figure"
        data={[
          { value: 'last', label: 'Last' },
          { value: 'min', label: 'Minimum' },
          { value: 'max', label: 'Maximum' },
        ]}
        value={choice.figure}
        onChange={(value) => choice.setFigure(value as MetricFigure)}
      />
    </>
  );
}
