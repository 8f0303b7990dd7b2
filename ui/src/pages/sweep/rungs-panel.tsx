import type { SweepView } from '../../../../workflows/contracts/sweep-api.ts';
import { Panel } from '../../components/panel.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { formatCount } from '../../domain/format.ts';

type Rung = SweepView['rungs'][number];

/** Successive halving: how many trials came to each rung, and how many of them went on. */
export function RungsPanel({ rungs }: { rungs: Rung[] }) {
  const brackets = new Set(rungs.map(({ bracket }) => bracket));
  return (
    <Panel title={brackets.size > 1 ? 'Brackets and rungs' : 'Rungs'} flush>
      <RecordTable<Rung>
        label="Rungs"
        rows={rungs}
        rowKey={({ bracket, iterations }) => `${bracket}/${iterations}`}
        columns={[
          { title: 'BRACKET', render: ({ bracket }) => bracket },
          { title: 'ITERATIONS', align: 'right', render: ({ iterations }) => formatCount(iterations) },
          { title: 'ARRIVED', align: 'right', render: ({ arrived }) => formatCount(arrived) },
          { title: 'WENT ON', align: 'right', render: ({ promoted }) => formatCount(promoted) },
          {
            title: 'SHARE',
            align: 'right',
            render: ({ arrived, promoted }) => (arrived === 0 ? '–' : `${Math.round((promoted / arrived) * 100)} %`),
          },
        ]}
      />
    </Panel>
  );
}
