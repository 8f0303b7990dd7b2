import { Link } from 'react-router';
import type { PipelineView } from '../../../../workflows/contracts/pipeline-api.ts';
import type { Column } from '../../components/data-table/types.ts';
import { TagList } from '../../components/tag-list.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { formatCount } from '../../domain/format.ts';
import { RunDots } from './run-dots.tsx';

const MOST_VERSIONS = 3;

export const PIPELINE_COLUMNS: Column<PipelineView>[] = [
  {
    key: 'name',
    title: 'PIPELINE',
    width: 190,
    grow: 3,
    render: ({ id, name }) => (
      <Link to={`/pipelines/${id}`} tabIndex={-1} title={name}>
        {name}
      </Link>
    ),
  },
  { key: 'project', title: 'PROJECT', width: 130, grow: 2, render: ({ project }) => <span className="dim">{project}</span> },
  { key: 'latest', title: 'LATEST RUNS', width: 178, render: ({ latest }) => <RunDots runs={latest} /> },
  { key: 'runs', title: 'RUNS', width: 60, align: 'right', render: ({ runs }) => formatCount(runs) },
  {
    key: 'last',
    title: 'LAST RUN',
    width: 96,
    render: ({ latest: [newest] }) => <TimeAgo value={newest?.completed ?? newest?.started} />,
  },
  { key: 'versions', title: 'VERSIONS', width: 130, grow: 1, render: ({ versions }) => <Versions versions={versions} /> },
  { key: 'tags', title: 'TAGS', width: 100, grow: 1, render: ({ tags }) => <TagList tags={tags} /> },
  {
    key: 'engine',
    title: 'DEFINED IN',
    width: 96,
    render: ({ engine }) => <span className="dim">{engine === 'python' ? 'Python' : 'TypeScript'}</span>,
  },
];

function Versions({ versions }: { versions: string[] }) {
  const more = versions.length - MOST_VERSIONS;
  return (
    <span title={versions.join('\n')}>
      {versions.slice(0, MOST_VERSIONS).join(', ')}
      {more > 0 && <span className="dim"> and {more} more</span>}
    </span>
  );
}
