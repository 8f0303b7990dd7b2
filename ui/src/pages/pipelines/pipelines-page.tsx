import { useNavigate, useSearchParams } from 'react-router';
import type { PipelineView } from '../../../../workflows/contracts/pipeline-api.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { EmptyState } from '../../components/states.tsx';
import { plural } from '../../domain/format.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { usePipelines } from '../../queries/use-pipelines.ts';
import { NoPipelines } from './no-pipelines.tsx';
import { PIPELINE_COLUMNS } from './pipeline-columns.tsx';
import classes from './pipelines.module.css';

const ROW_HEIGHT = 38;

/** All pipelines, live: one row for each project and name. */
export function PipelinesPage() {
  useLiveTopics('pipelines');
  const navigate = useNavigate();
  const query = usePipelines();
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.get('q') ?? '';
  return (
    <Page
      name="Pipelines"
      title="Pipelines"
      note={query.data && query.data.length > 0 && <span className="dim">{plural(query.data.length, 'pipeline')}</span>}
      actions={
        <SearchField
          label="Search pipelines"
          className={classes.headSearch}
          placeholder="Search name, project, tag"
          value={search}
          onChange={(q) => setParameters(q === '' ? {} : { q }, { replace: true })}
        />
      }
    >
      <QueryView query={query}>
        {(pipelines) => (
          <Fill>
            <DataTable
              label="Pipelines"
              columns={PIPELINE_COLUMNS}
              rows={arrayRows(pipelines.filter((pipeline) => matches(pipeline, search)))}
              rowKey={({ id }) => id}
              rowHeight={ROW_HEIGHT}
              onOpen={({ id }) => navigate(`/pipelines/${id}`)}
              empty={
                pipelines.length === 0 ? <NoPipelines /> : <EmptyState icon="filter" title="No pipeline matches the search" />
              }
            />
          </Fill>
        )}
      </QueryView>
    </Page>
  );
}

function matches({ project, name, tags, versions }: PipelineView, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [`${project}/${name}`, ...tags, ...versions].some((text) => text.toLowerCase().includes(wanted));
}
