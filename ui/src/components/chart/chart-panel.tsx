import { type ReactNode, useState } from 'react';
import { Panel } from '../panel.tsx';
import { Legend } from './legend.tsx';
import { LineChart, type LineChartProps } from './line-chart.tsx';

interface ChartPanelProps extends Omit<LineChartProps, 'label'> {
  title: string;
  actions?: ReactNode;
}

/** A chart in a box of its own. With several curves it has a legend that hides and shows them. */
export function ChartPanel({ title, actions, series, ...chart }: ChartPanelProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  return (
    <Panel title={title} actions={actions} flush>
      <LineChart label={title} series={series.filter(({ key }) => !hidden.has(key))} {...chart} />
      {series.length > 1 && <Legend series={series} hidden={hidden} onChange={setHidden} />}
    </Panel>
  );
}
