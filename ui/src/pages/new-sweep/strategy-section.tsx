import { Autocomplete, SegmentedControl, TextInput } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import {
  PRUNERS,
  SAMPLERS,
  STRATEGIES,
  STRATEGY_LABELS,
  type StrategyDraft,
  type StrategyKind,
} from '../../domain/sweep/strategy-drafts.ts';
import classes from './new-sweep.module.css';

interface StrategySectionProps {
  draft: StrategyDraft;
  problems: Record<string, string>;
  onChange: (draft: StrategyDraft) => void;
}

const NAMES: Partial<Record<keyof StrategyDraft, string[]>> = { sampler: SAMPLERS, pruner: PRUNERS };

/** Who proposes the points, and with which settings. */
export function StrategySection({ draft, problems, onChange }: StrategySectionProps) {
  const { hint, fields } = STRATEGIES[draft.kind];
  return (
    <Panel title="Strategy">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center', marginBottom: fields.length > 0 ? 10 : 0 }}>
        <SegmentedControl
          aria-label="Strategy"
          data={Object.entries(STRATEGIES).map(([value, { label }]) => ({ value, label }))}
          value={draft.kind}
          onChange={(kind) => onChange({ ...draft, kind: kind as StrategyKind })}
        />
        <span className="dim">{hint}</span>
      </div>
      {problems.strategy && <p className={classes.problem}>{problems.strategy}</p>}
      <div className={classes.fields}>
        {fields
          .filter((field) => field !== 'kind')
          .map((field) => {
            const shared = {
              label: STRATEGY_LABELS[field].label,
              description: STRATEGY_LABELS[field].hint || undefined,
              value: draft[field],
              error: problems[`strategy.${field}`],
            };
            const names = NAMES[field];
            if (names)
              return (
                <Autocomplete key={field} {...shared} data={names} onChange={(value) => onChange({ ...draft, [field]: value })} />
              );
            return (
              <TextInput
                key={field}
                {...shared}
                onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
              />
            );
          })}
      </div>
    </Panel>
  );
}
