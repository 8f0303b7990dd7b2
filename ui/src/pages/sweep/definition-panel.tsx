import type { ParameterSpace, SweepSpec } from '../../../../workflows/contracts/sweep.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Panel } from '../../components/panel.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { describeSpace, KIND_LABELS } from '../../domain/sweep/describe-space.ts';

/** The search space in words, and the whole definition as it is stored. */
export function DefinitionPanel({ spec }: { spec: SweepSpec }) {
  return (
    <Panel title="Search space" flush>
      <RecordTable<[string, ParameterSpace]>
        label="Search space"
        rows={Object.entries(spec.space)}
        rowKey={([name]) => name}
        columns={[
          { title: 'PARAMETER', width: '30%', render: ([name]) => name },
          { title: 'KIND', width: 150, render: ([, space]) => KIND_LABELS[space.kind] },
          { title: 'VALUES', render: ([, space]) => <span className="mono">{describeSpace(space)}</span> },
        ]}
      />
      <details style={{ padding: '6px 12px' }}>
        <summary className="dim">The whole definition</summary>
        <CodeBlock text={JSON.stringify(spec, null, 2)} label="definition" maxHeight={360} />
      </details>
    </Panel>
  );
}
