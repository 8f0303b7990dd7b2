import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { changeAutoscaler } from '../../api/autoscalers.ts';
import { EditablePanel } from '../../components/editable-panel.tsx';
import { Facts } from '../../components/facts.tsx';
import {
  AT_LIMIT_HINTS,
  AT_LIMIT_LABELS,
  changedLimits,
  LIMIT_LABELS,
  type LimitTexts,
  limitTexts,
} from '../../domain/scalers/limits.ts';
import { useChangeAutoscaler } from '../../queries/use-autoscaler.ts';

type NumberField = keyof typeof LIMIT_LABELS;
const FIELDS = Object.keys(LIMIT_LABELS) as NumberField[];

/** Limits and budget, which may be changed while it runs. */
export function LimitsPanel({ scaler }: { scaler: AutoscalerView }) {
  const change = useChangeAutoscaler(scaler.id);
  const texts = limitTexts(scaler);
  const save = async (draft: LimitTexts) => {
    const changed = changedLimits(texts, draft);
    if (Object.keys(changed).length > 0) await change(() => changeAutoscaler(scaler.id, changed));
  };
  return (
    <EditablePanel<LimitTexts>
      title="Limits and budget"
      editable={scaler.status !== 'stopping'}
      needs="administer"
      draft={() => texts}
      save={save}
      view={<Shown texts={texts} />}
      form={(draft, set) => <Fields draft={draft} onChange={set} />}
    />
  );
}

function Shown({ texts }: { texts: LimitTexts }) {
  const kept = Object.entries(texts.warmPool).filter(([, count]) => count !== '0');
  const value = (field: NumberField, unit: string) =>
    texts[field] === '' ? <span className="dim">no limit</span> : `${texts[field]} ${unit}`;
  return (
    <Facts
      facts={[
        { label: 'Machines in all', value: value('maxInstances', 'at most') },
        { label: 'Idle for at most', value: value('maxIdleMinutes', 'min') },
        { label: 'Joins within', value: value('maxSpinUpMinutes', 'min') },
        { label: 'Looks every', value: value('pollingMinutes', 'min at the latest') },
        { label: 'Dollars a day', value: value('costPerDay', '$') },
        { label: 'Hours a day', value: value('hoursPerDay', 'h') },
        { label: 'When it is used up', value: AT_LIMIT_HINTS[texts.atLimit] },
        { label: 'Kept ready', value: kept.map(([queue, count]) => `${queue}: ${count}`).join(', ') },
      ]}
    />
  );
}

interface FieldsProps {
  draft: LimitTexts;
  onChange: (part: Partial<LimitTexts>) => void;
}

function Fields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={LIMIT_LABELS[field].label}
            description={LIMIT_LABELS[field].hint}
            inputMode="decimal"
            value={draft[field]}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
          />
        ))}
        {Object.entries(draft.warmPool).map(([queue, count]) => (
          <TextInput
            key={queue}
            label={`Kept ready for ${queue}`}
            description="Machines without a task"
            inputMode="numeric"
            value={count}
            onChange={(event) => onChange({ warmPool: { ...draft.warmPool, [queue]: event.currentTarget.value } })}
          />
        ))}
      </SimpleGrid>
      <Select
        label="When the budget is used up"
        description={AT_LIMIT_HINTS[draft.atLimit]}
        allowDeselect={false}
        data={Object.entries(AT_LIMIT_LABELS).map(([value, label]) => ({ value, label }))}
        value={draft.atLimit}
        onChange={(value) => onChange({ atLimit: (value ?? 'end') as LimitTexts['atLimit'] })}
      />
    </>
  );
}
