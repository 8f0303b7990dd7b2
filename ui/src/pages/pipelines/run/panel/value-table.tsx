import { EmptyNote } from '../../../../components/empty-note.tsx';
import { RecordTable } from '../../../../components/record-table.tsx';
import { toText } from '../../../../domain/pipelines/parameter-input.ts';

interface ValueTableProps {
  label: string;
  values: Record<string, unknown>;
  /** What kind a value is, where it is known. */
  types?: Record<string, { type: string; description: string }>;
}

/** Names and values of parameters, as they are now. */
export function ValueTable({ label, values, types = {} }: ValueTableProps) {
  const rows = Object.entries(values);
  if (rows.length === 0) return <EmptyNote text="None" />;
  return (
    <RecordTable
      label={label}
      rows={rows}
      rowKey={([name]) => name}
      columns={[
        { title: 'NAME', width: '36%', render: ([name]) => <span title={types[name]?.description}>{name}</span> },
        { title: 'VALUE', render: ([, value]) => <span className="mono">{toText(value)}</span> },
        ...(Object.keys(types).length === 0
          ? []
          : [
              {
                title: 'TYPE',
                width: 88,
                render: ([name]: [string, unknown]) => <span className="dim">{types[name]?.type}</span>,
              },
            ]),
      ]}
    />
  );
}
