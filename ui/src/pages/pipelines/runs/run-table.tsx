import { Button, MultiSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RunSummary } from '../../../../../workflows/contracts/pipeline-api.ts';
import { ColumnMenu } from '../../../components/column-menu.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import { arrayRows, type MenuEntry } from '../../../components/data-table/types.ts';
import { downloadText } from '../../../components/download-text.ts';
import { Fill } from '../../../components/fill.tsx';
import { Icon } from '../../../components/icon.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { toCsv } from '../../../domain/pipelines/run-table.ts';
import { FILTER_STATUSES, STATUS } from '../../../domain/status.ts';
import { BatchBar } from '../../tasks/batch-bar.tsx';
import { RUN_TASK_ACTIONS, toSubject, useRunActions } from '../actions/use-run-actions.tsx';
import classes from '../pipelines.module.css';
import { isOptional } from './run-columns.tsx';
import { useRunRows, type useViewSettings } from './use-run-view.ts';

interface RunTableProps extends ReturnType<typeof useViewSettings> {
  runs: RunSummary[];
  /** Of the file that is downloaded, without its ending. */
  fileName: string;
}

export function RunTable({ runs, settings, change, fileName }: RunTableProps) {
  const navigate = useNavigate();
  const { menu } = useRunActions();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const { rows, all, columns, hidden, setHidden } = useRunRows(runs, settings);
  const selected = rows.filter(({ id }) => keys.has(id));
  const open = ({ id }: RunSummary) => navigate(`/pipelines/runs/${id}`);
  const download = () => downloadText(`${fileName}.csv`, 'text/csv', toCsv(rows, [{ key: 'id', title: 'ID' }, ...columns]));
  const details = (run: RunSummary): MenuEntry => ({ key: 'details', label: 'Details', icon: 'eye', onSelect: () => open(run) });
  return (
    <Fill>
      <div className={classes.table}>
        <div className={classes.bar} role="search">
          <SearchField
            label="Search runs"
            placeholder="Search number, version, tag, parameter"
            className={classes.search}
            value={settings.search}
            onChange={(search) => change({ search })}
          />
          <MultiSelect
            aria-label="Status"
            placeholder={settings.status.length === 0 ? 'Status' : ''}
            className={classes.select}
            data={FILTER_STATUSES.map((value) => ({ value, label: STATUS[value].label }))}
            value={settings.status}
            onChange={(status) => change({ status })}
            clearable
          />
          <Switch
            label="Archive"
            checked={settings.archived}
            onChange={(event) => change({ archived: event.currentTarget.checked })}
          />
          <ColumnMenu columns={all.filter(isOptional)} hidden={hidden} setHidden={setHidden} />
          <Button
            variant="default"
            leftSection={<Icon name="download" size={14} />}
            disabled={rows.length === 0}
            onClick={download}
          >
            CSV
          </Button>
        </div>
        <DataTable
          label="Runs"
          columns={columns}
          rows={arrayRows(rows)}
          rowKey={({ id }) => id}
          sort={settings.sort}
          onSort={(sort) => change({ sort })}
          selection={{ keys, onChange: setKeys }}
          onOpen={open}
          menu={(run) => [details(run), ...menu(run)]}
          empty={<NoRuns archived={settings.archived} filtered={runs.length > 0} />}
        />
        <BatchBar selected={selected.map(toSubject)} clear={() => setKeys(new Set())} noun="run" actions={RUN_TASK_ACTIONS} />
      </div>
    </Fill>
  );
}

function NoRuns({ archived, filtered }: { archived: boolean; filtered: boolean }) {
  if (filtered) return <EmptyState icon="filter" title="No run matches the filters" />;
  if (archived) return <EmptyState icon="archive" title="The archive is empty" />;
  return <EmptyState icon="pipeline" title="No runs" />;
}
