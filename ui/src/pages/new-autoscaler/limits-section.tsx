import { Select, TextInput } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { fieldText } from '../../domain/scalers/field-text.ts';
import { BUDGET_FIELDS, LIMIT_FIELDS } from '../../domain/scalers/form-fields.ts';
import { AT_LIMIT_LABELS } from '../../domain/scalers/limits.ts';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import type { Fields } from '../../domain/scalers/scaler-form.ts';
import { BoundFields } from './bound-fields.tsx';
import classes from './new-autoscaler.module.css';
import type { SectionProps } from './section-props.ts';

/** How many machines, for how long, and what they may cost a day. */
export function LimitsSection({ form: { hyper_params, perdura }, problems, onChange }: SectionProps) {
  const budget = (perdura.budget ?? {}) as Fields;
  const setBudget = (part: Fields) => onChange({ perdura: { ...perdura, budget: { ...budget, ...part } } });
  return (
    <Panel title="Limits and budget">
      <div className={classes.fields}>
        <TextInput
          label="Machines in all"
          description="Empty: only the maximums of the queues"
          inputMode="numeric"
          value={fieldText(perdura.max_instances)}
          error={problemAt(problems, 'perdura.max_instances')}
          onChange={(event) => onChange({ perdura: { ...perdura, max_instances: event.currentTarget.value } })}
        />
        <BoundFields
          fields={LIMIT_FIELDS}
          values={hyper_params}
          path="hyper_params"
          problems={problems}
          onChange={(part) => onChange({ hyper_params: { ...hyper_params, ...part } })}
        />
        <BoundFields fields={BUDGET_FIELDS} values={budget} path="perdura.budget" problems={problems} onChange={setBudget} />
        <Select
          label="When the budget is used up"
          description="A day begins at 00:00 UTC"
          allowDeselect={false}
          data={Object.entries(AT_LIMIT_LABELS).map(([value, label]) => ({ value, label }))}
          value={fieldText(budget.at_limit) || 'end'}
          error={problemAt(problems, 'perdura.budget.at_limit')}
          onChange={(value) => setBudget({ at_limit: value })}
        />
      </div>
    </Panel>
  );
}
