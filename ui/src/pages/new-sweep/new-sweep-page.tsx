import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { SweepSpec } from '../../../../workflows/contracts/sweep.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchTasksToCompare } from '../../api/tasks.ts';
import type { Queue, TaskWithMetrics } from '../../api/types.ts';
import { PageOnly } from '../../app/rights.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { EmptyState } from '../../components/states.tsx';
import { metricsOf } from '../../domain/compare/last-metrics.ts';
import { formFrom, newForm } from '../../domain/sweep/sweep-form.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useQueues } from '../../queries/use-queues.ts';
import { useSweep } from '../../queries/use-sweep.ts';
import { SweepFormView } from './sweep-form-view.tsx';

/** The form to start a sweep: of a task (`?task=`), or as an earlier one was defined (`?from=`). */
export function NewSweepPage() {
  useLiveTopics('queues');
  return (
    <PageOnly need="work">
      <FromAddress />
    </PageOnly>
  );
}

function FromAddress() {
  const [search] = useSearchParams();
  const task = search.get('task');
  const from = search.get('from');
  if (from) return <FromSweep sweepId={from} />;
  if (task) return <OfTask taskId={task} />;
  return (
    <EmptyState icon="target" title="A sweep begins with a task">
      Choose “Sweep this” in the actions of any <Link to="/tasks">task</Link>: its copies become the trials.
    </EmptyState>
  );
}

function FromSweep({ sweepId }: { sweepId: string }) {
  const query = useSweep(sweepId);
  return (
    <QueryView query={query}>
      {({ spec, baseTask }) => {
        if (spec) return <OfTask taskId={spec.baseTask} origin={spec} />;
        if (baseTask) return <OfTask taskId={baseTask.id} />;
        return <EmptyState icon="target" title="This sweep has no definition to begin from" />;
      }}
    </QueryView>
  );
}

function OfTask({ taskId, origin }: { taskId: string; origin?: SweepSpec }) {
  const queues = useQueues();
  const query = useQuery({
    queryKey: queryKeys.compared([taskId]),
    queryFn: ({ signal }) => fetchTasksToCompare([taskId], signal),
  });
  return (
    <QueryView query={query}>
      {([task]) =>
        task ? (
          <Page
            name={`Sweep ${task.name}`}
            title="New sweep"
            note={
              <span className="dim truncate">
                of <Link to={`/tasks/${task.id}/configuration`}>{task.name}</Link>
              </span>
            }
          >
            <QueryView query={queues}>
              {(all) => <Prepared key={task.id} task={task} queues={all} {...(origin ? { origin } : {})} />}
            </QueryView>
          </Page>
        ) : (
          <EmptyState icon="target" title="There is no such task">
            It may have been deleted. <Link to="/tasks">All tasks</Link>
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function Prepared({ task, queues, origin }: { task: TaskWithMetrics; queues: Queue[]; origin?: SweepSpec }) {
  const metrics = useMemo(() => metricsOf([task]), [task]);
  const usual = queues.find(({ name }) => name === 'default') ?? queues[0];
  const start = useMemo(
    () => (origin ? formFrom(origin, task) : newForm(task, metrics, usual?.name ?? '')),
    // what was typed stays when the task or its queues are read again
    [task.id, origin],
  );
  return <SweepFormView task={task} queues={queues} metrics={metrics} start={start} {...(origin ? { origin } : {})} />;
}
