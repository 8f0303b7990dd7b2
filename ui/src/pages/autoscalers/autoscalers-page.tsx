import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { fetchAutoscalers } from '../../api/autoscalers.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { Only } from '../../app/rights.tsx';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useLiveTopics } from '../../live/hooks.ts';
import { useScalerActions } from '../../scaler-actions/use-scaler-actions.tsx';
import { NoAutoscalers } from './no-autoscalers.tsx';
import { SCALER_COLUMNS } from './scaler-columns.tsx';

/** All autoscalers, live. */
export function AutoscalersPage() {
  useLiveTopics('autoscalers', 'queues', 'workers');
  const navigate = useNavigate();
  const { menu } = useScalerActions();
  const query = useQuery({ queryKey: queryKeys.autoscalerList, queryFn: ({ signal }) => fetchAutoscalers(signal) });
  return (
    <Page
      name="Autoscalers"
      title="Autoscalers"
      actions={
        <Only need="administer">
          <Button component={Link} to="/autoscalers/new" leftSection={<Icon name="plus" size={13} />}>
            New autoscaler
          </Button>
        </Only>
      }
    >
      <QueryView query={query}>
        {(scalers) => (
          <Fill>
            <DataTable
              label="Autoscalers"
              columns={SCALER_COLUMNS}
              rows={arrayRows(scalers)}
              rowKey={({ id }) => id}
              onOpen={({ id }) => navigate(`/autoscalers/${id}`)}
              menu={menu}
              empty={<NoAutoscalers />}
            />
          </Fill>
        )}
      </QueryView>
    </Page>
  );
}
