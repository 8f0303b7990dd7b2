import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { TrialState } from '../../../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import type { TaskStatus } from '../../api/types.ts';
import { CompareButton } from '../../components/compare-button.tsx';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { arrayRows, type Sort } from '../../components/data-table/types.ts';
import { Fill } from '../../components/fill.tsx';
import { Panel } from '../../components/panel.tsx';
import { RowFilter } from '../../components/row-filter.tsx';
import { EmptyState } from '../../components/states.tsx';
import { plural } from '../../domain/format.ts';
import type { Goal } from '../../domain/sweep/objectives.ts';
import { filterTrials, sortTrials } from '../../domain/sweep/trial-rows.ts';
import { STATE_ORDER, TRIAL_LOOKS } from '../../domain/sweep/trial-state.ts';
import { useTaskActions } from '../../task-actions/use-task-actions.tsx';
import { trialColumns } from './trial-columns.tsx';

interface TrialTableProps {
  trials: TrialView[];
  goals: Goal[];
  parameters: string[];
  best: number | null;
  /** Numbers of the trials that a brush left; null for all. */
  brushed: ReadonlySet<number> | null;
}

const ROW_HEIGHT = 30;
const MOST_HEIGHT = 460;
const BEST_FIRST: Sort = { key: 'best', descending: true };

/** All trials, the best first, to sort, filter and compare. */
export function TrialTable({ trials, goals, parameters, best, brushed }: TrialTableProps) {
  const navigate = useNavigate();
  const { menu } = useTaskActions();
  const [sort, setSort] = useState<Sort>(BEST_FIRST);
  const [text, setText] = useState('');
  const [states, setStates] = useState<TrialState[]>([]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => trialColumns(goals, parameters, best), [goals, parameters, best]);
  const rows = useMemo(
    () => sortTrials(filterTrials(trials, { text, states, brushed }), sort, goals),
    [trials, text, states, brushed, sort, goals],
  );
  const height = rows.length === 0 ? 220 : Math.min(MOST_HEIGHT, 48 + rows.length * ROW_HEIGHT);
  return (
    <Panel
      title="Trials"
      flush
      actions={
        <span className="dim">
          {rows.length < trials.length ? `${rows.length} of ${plural(trials.length, 'trial')}` : plural(trials.length, 'trial')}
        </span>
      }
    >
      <RowFilter
        what="trials"
        placeholder="Number, name, reason, lr=0.1"
        text={text}
        onText={setText}
        states={STATE_ORDER.map((value) => ({ value, label: TRIAL_LOOKS[value].label }))}
        chosen={states}
        onChosen={setStates}
      >
        {sort.key !== 'best' && (
          <Button variant="subtle" onClick={() => setSort(BEST_FIRST)}>
            Best first
          </Button>
        )}
        <span className="dim" style={{ marginLeft: 'auto' }}>
          {selected.size > 0 && `${selected.size} selected`}
        </span>
        <CompareButton
          ids={selected.size > 0 ? rows.filter(({ task }) => selected.has(task)).map(({ task }) => task) : []}
          hint="Select trials to compare them"
        />
      </RowFilter>
      <Fill height={height}>
        <DataTable<TrialView>
          label="Trials"
          columns={columns}
          rows={arrayRows(rows)}
          rowKey={({ task }) => task}
          rowHeight={ROW_HEIGHT}
          sort={sort}
          onSort={setSort}
          selection={{ keys: selected, onChange: setSelected }}
          onOpen={({ task }) => navigate(`/tasks/${task}/scalars`)}
          menu={(trial) =>
            menu({ id: trial.task, name: trial.name, status: trial.taskStatus as TaskStatus, ...archivedTag(trial) })
          }
          empty={
            trials.length === 0 ? (
              <EmptyState icon="target" title="No trials yet" />
            ) : (
              <EmptyState icon="filter" title="No trial matches" />
            )
          }
        />
      </Fill>
    </Panel>
  );
}

const archivedTag = ({ archived }: TrialView) => (archived ? { system_tags: ['archived'] } : {});
