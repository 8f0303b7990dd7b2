import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import type { SweepView, TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SweepStatus } from '../../components/sweep-status.tsx';
import { type Brushes, brushedKeys } from '../../domain/parallel-lines.ts';
import { narrowedSpace } from '../../domain/sweep/narrowed-space.ts';
import { goalsOf, parameterNames } from '../../domain/sweep/objectives.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useSweep, useTrials } from '../../queries/use-sweep.ts';
import { DefinitionPanel } from './definition-panel.tsx';
import { FrontPanel } from './front-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { ImportancePanel } from './importance-panel.tsx';
import { NarrowDialog } from './narrow-dialog.tsx';
import { ObjectivePanel } from './objective-panel.tsx';
import { ParallelPanel, useTrialLines } from './parallel-panel.tsx';
import { RungsPanel } from './rungs-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { SweepActions } from './sweep-actions.tsx';
import classes from './sweep-page.module.css';
import { TrialTable } from './trial-table.tsx';
import { useTrialsAsTasks } from './use-trials-as-tasks.ts';

/** One sweep, live: what it does, what it may still use, and what its trials found. */
export function SweepPage() {
  const { sweepId = '' } = useParams();
  useLiveTopics(`sweep:${sweepId}`, `task:${sweepId}`);
  const sweep = useSweep(sweepId);
  const trials = useTrials(sweepId);
  return (
    <QueryView query={sweep}>
      {(view) => (
        <Page
          name={view.name}
          title={
            <>
              <Link to="/sweeps">Sweeps</Link>
              <span className="dim">/</span>
              <span className="truncate" title={view.name}>
                {view.name}
              </span>
            </>
          }
          note={
            <>
              <SweepStatus sweep={view} />
              {view.archived && <span className="dim">archived</span>}
            </>
          }
          actions={<SweepActions sweep={view} />}
        >
          <QueryView query={trials}>{(all) => <SweepBody key={view.id} sweep={view} trials={all} />}</QueryView>
        </Page>
      )}
    </QueryView>
  );
}

const NO_SPACE: SearchSpace = {};

function SweepBody({ sweep, trials }: { sweep: SweepView; trials: TrialView[] }) {
  const { open } = useDialogs();
  useTrialsAsTasks(sweep.id, sweep.engine === 'python');
  const [brushes, setBrushes] = useState<Brushes>(new Map());
  const { spec, best } = sweep;
  const goals = useMemo(() => goalsOf({ spec, best }, trials), [spec, best, trials]);
  const parameters = useMemo(() => parameterNames({ spec }, trials), [spec, trials]);
  const { axes, lines } = useTrialLines(trials, goals, parameters, spec?.space ?? NO_SPACE);
  const brushed = useMemo(() => {
    const kept = brushedKeys(lines, axes, brushes);
    return kept && new Set(lines.filter(({ key }) => kept.has(key)).map(({ number }) => number));
  }, [lines, axes, brushes]);
  const canChange = sweep.engine === 'perdura' && sweep.status === 'in_progress';
  const narrowed = spec && canChange ? narrowedSpace(spec.space, axes, brushes) : undefined;
  return (
    <>
      <div className={classes.top}>
        <SummaryPanel sweep={sweep} />
        <ObjectivePanel trials={trials} goals={goals} />
      </div>
      <ParallelPanel
        axes={axes}
        lines={lines}
        brushes={brushes}
        onBrushes={setBrushes}
        onNarrow={narrowed && (() => open(<NarrowDialog sweepId={sweep.id} space={narrowed} />))}
      />
      <TrialTable trials={trials} goals={goals} parameters={parameters} best={best?.trial ?? null} brushed={brushed} />
      <div className={classes.pair}>
        <ImportancePanel importance={sweep.importance} />
        {goals.length > 1 && <FrontPanel trials={trials} goals={goals} front={sweep.front} />}
        {sweep.rungs.length > 0 && <RungsPanel rungs={sweep.rungs} />}
        <HistoryPanel sweepId={sweep.id} />
        {spec && <DefinitionPanel spec={spec} />}
      </div>
    </>
  );
}
