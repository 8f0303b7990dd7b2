import type { ScalarSeries } from '../../../api/types.ts';
import { Panel } from '../../../components/panel.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { formatCount, formatNumber } from '../../../domain/format.ts';
import { type ScalarSummary, summarize } from '../../../domain/scalar-groups.ts';

/** The curves as figures: last, least and greatest value. */
export function ScalarValues({ series }: { series: ScalarSeries[] }) {
  const figure = (pick: (summary: ScalarSummary) => number | null) => (summary: ScalarSummary) => (
    <span className="mono">{formatNumber(pick(summary))}</span>
  );
  return (
    <Panel title="Values" flush>
      <RecordTable<ScalarSummary>
        label="Scalar values"
        rows={summarize(series)}
        rowKey={({ metric, variant }) => `${metric}/${variant}`}
        columns={[
          { title: 'METRIC', width: '24%', render: ({ metric }) => metric },
          { title: 'VARIANT', width: '24%', render: ({ variant }) => variant },
          { title: 'LAST', align: 'right', render: figure(({ last }) => last) },
          { title: 'MINIMUM', align: 'right', render: figure(({ min }) => min) },
          { title: 'MAXIMUM', align: 'right', render: figure(({ max }) => max) },
          { title: 'POINTS', align: 'right', render: ({ count }) => formatCount(count) },
        ]}
      />
    </Panel>
  );
}
