import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { SweepSpec } from '../../../../workflows/contracts/sweep.ts';
import { ApiError } from '../../api/http.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { startSweep } from '../../api/sweeps.ts';
import type { Queue, Task } from '../../api/types.ts';
import { FormError } from '../../components/form-error.tsx';
import { Icon } from '../../components/icon.tsx';
import { LimitFields } from '../../components/limit-fields.tsx';
import { Panel } from '../../components/panel.tsx';
import { toast } from '../../components/toaster.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import type { MetricName } from '../../domain/compare/last-metrics.ts';
import { formatCount, plural } from '../../domain/format.ts';
import { randomKey } from '../../domain/random-key.ts';
import type { LimitDrafts } from '../../domain/sweep/limit-drafts.ts';
import { type FormReading, readForm, type SweepForm } from '../../domain/sweep/sweep-form.ts';
import { GeneralSection } from './general-section.tsx';
import classes from './new-sweep.module.css';
import { ObjectivesSection } from './objectives-section.tsx';
import { SpaceSection } from './space-section.tsx';
import { StrategySection } from './strategy-section.tsx';

interface SweepFormViewProps {
  task: Task;
  queues: Queue[];
  metrics: MetricName[];
  start: SweepForm;
  origin?: SweepSpec;
}

/** The whole form. Problems show at their fields once somebody has tried to start it. */
export function SweepFormView({ task, queues, metrics, start, origin }: SweepFormViewProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(start);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  // One key for all tries of this form: a try whose answer was lost does not start a second sweep.
  const [key] = useState(randomKey);
  const change = (part: Partial<SweepForm>) => {
    setForm({ ...form, ...part });
    setRefused({});
  };
  const reading = readForm(form, task.id, origin);
  const problems = { ...(tried ? reading.problems : {}), ...refused };

  const { busy, error, submit } = useSubmit(async () => {
    setTried(true);
    const wrong = Object.entries(reading.problems);
    if (wrong.length > 0) throw new Error(wrong.map(([field, text]) => `${field}: ${text}`).join('\n'));
    try {
      const { sweep, warnings } = await startSweep(reading.spec, key);
      for (const warning of warnings) toast.ok('Started with a warning', warning);
      void queryClient.invalidateQueries({ queryKey: queryKeys.sweeps });
      navigate(`/sweeps/${sweep}`);
    } catch (failure) {
      if (failure instanceof ApiError && failure.field) setRefused({ [failure.field]: failure.message });
      throw failure;
    }
  });

  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SpaceSection drafts={form.parameters} problems={problems} onChange={(parameters) => change({ parameters })} />
      <ObjectivesSection
        objectives={form.objectives}
        metrics={metrics}
        problems={problems}
        onChange={(objectives) => change({ objectives })}
      />
      <StrategySection draft={form.strategy} problems={problems} onChange={(strategy) => change({ strategy })} />
      <Panel title="Limits">
        {problems.limits && <p className={classes.problem}>{problems.limits}</p>}
        <LimitFields
          drafts={form.limits}
          problems={limitProblems(problems)}
          onChange={(limits) => change({ limits })}
          columns={4}
        />
      </Panel>
      <GeneralSection form={form} queues={queues} problems={problems} onChange={change} />
      <div className={classes.foot}>
        <Preview reading={reading} />
        <span style={{ marginLeft: 'auto' }} />
        {error !== null && <FormError message={error} />}
        <Button type="submit" size="sm" loading={busy} leftSection={<Icon name="play" size={14} />}>
          Start sweep
        </Button>
      </div>
    </form>
  );
}

/** Faults of limits by the names of their fields in the form. */
function limitProblems(problems: Record<string, string>): Partial<Record<keyof LimitDrafts, string>> {
  const own = Object.entries(problems).filter(([field]) => field.startsWith('limits.') || field === 'keepTop');
  return Object.fromEntries(own.map(([field, text]) => [field.replace('limits.', ''), text]));
}

/** How many trials there will be. */
function Preview({ reading: { points, endless, spec } }: { reading: FormReading }) {
  const varied = Object.keys(spec.space).length;
  const most = spec.limits.maxTrials;
  const grid =
    varied === 0
      ? 'nothing varies yet'
      : points !== null
        ? `${formatCount(points)} ${points === 1 ? 'point' : 'points'} on the grid`
        : endless.length > 0
          ? `no grid: ${endless.join(', ')} ${endless.length === 1 ? 'has' : 'have'} no steps`
          : 'the grid cannot be counted yet';
  const trials = spec.strategy.kind === 'grid' && points !== null ? Math.min(points, most ?? points) : most;
  return (
    <span role="status" aria-label="Preview">
      {plural(varied, 'parameter')}: {grid}
      {trials !== null && <strong> · at most {plural(trials, 'trial')}</strong>}
    </span>
  );
}
