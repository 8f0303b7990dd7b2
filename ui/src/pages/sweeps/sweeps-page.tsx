import { Switch } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchSweeps } from '../../api/sweeps.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { SWEEP_COLUMNS } from './sweep-columns.tsx';

/** All sweeps, live. */
export function SweepsPage() {
  useLiveTopics('sweeps');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const archived = search.get('archived') === '1';
  const query = useQuery({
    queryKey: queryKeys.sweepList(archived),
    queryFn: ({ signal }) => fetchSweeps(archived, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      name="Sweeps"
      title="Sweeps"
      actions={
        <Switch
          label="Archive"
          checked={archived}
          onChange={(event) => setSearch(event.currentTarget.checked ? { archived: '1' } : {})}
        />
      }
    >
      <QueryView query={query}>
        {(sweeps) => (
          <Fill>
            <DataTable
              label="Sweeps"
              columns={SWEEP_COLUMNS}
              rows={arrayRows(sweeps)}
              rowKey={({ id }) => id}
              onOpen={({ id }) => navigate(`/sweeps/${id}`)}
              empty={<NoSweeps archived={archived} />}
            />
          </Fill>
        )}
      </QueryView>
    </Page>
  );
}

function NoSweeps({ archived }: { archived: boolean }) {
  if (archived) return <EmptyState icon="archive" title="No sweep is archived" />;
  return (
    <EmptyState icon="target" title="No sweeps yet">
      A sweep runs copies of a task with other parameters and looks for the best. Choose “Sweep this” in the actions of any{' '}
      <Link to="/tasks">task</Link>.
    </EmptyState>
  );
}
