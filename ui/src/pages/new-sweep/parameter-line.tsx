import { Button, Checkbox, Select, TagsInput } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { KIND_LABELS } from '../../domain/sweep/describe-space.ts';
import { KINDS, type SpaceDraft, type SpaceKind } from '../../domain/sweep/space-drafts.ts';
import { KindFields } from './kind-fields.tsx';
import classes from './new-sweep.module.css';

interface ParameterLineProps {
  draft: SpaceDraft;
  /** Other parameters that vary, on which this one may depend. */
  parents: SpaceDraft[];
  problems: Record<string, string>;
  onChange: (part: Partial<SpaceDraft>) => void;
  onRemove: (() => void) | undefined;
}

/** One parameter: its value now, whether it varies, and how. */
export function ParameterLine({ draft, parents, problems, onChange, onRemove }: ParameterLineProps) {
  const { name, type, value, varied, kind, conditionOn } = draft;
  const own = Object.entries(problems).filter(([field]) => field === `space.${name}` || field.startsWith(`space.${name}.`));
  const isSet = kind === 'set';
  return (
    <div className={classes.parameter} data-parameter={name}>
      <div className={classes.line}>
        <Checkbox
          aria-label={`Vary ${name}`}
          checked={varied}
          onChange={(event) => onChange({ varied: event.currentTarget.checked })}
        />
        <span className="truncate" title={name}>
          {name} <span className="dim">{isSet ? 'moves together' : type}</span>
        </span>
        <span className="mono dim truncate" title={value}>
          {value}
        </span>
        {varied && !isSet ? (
          <Select
            aria-label={`Kind of ${name}`}
            allowDeselect={false}
            data={[...new Set([...KINDS[type], kind])].map((one) => ({ value: one, label: KIND_LABELS[one] }))}
            value={kind}
            onChange={(next) => onChange({ kind: (next ?? kind) as SpaceKind })}
          />
        ) : (
          <span />
        )}
        {varied && (
          <div className={classes.range}>
            <KindFields draft={draft} onChange={onChange} />
            {conditionOn === '' && parents.length > 0 && (
              <Button variant="subtle" color="gray" onClick={() => onChange({ conditionOn: parents[0]!.name })}>
                only when…
              </Button>
            )}
            {onRemove && <IconButton icon="trash" label={`Remove ${name}`} size="sm" onClick={onRemove} />}
          </div>
        )}
      </div>
      {varied && conditionOn !== '' && <Condition draft={draft} parents={parents} onChange={onChange} />}
      {varied && own.length > 0 && (
        <div className={classes.problem} role="alert">
          <Icon name="warning" size={12} /> {own.map(([field, text]) => `${partOf(field, name)} ${text}`.trim()).join('; ')}
        </div>
      )}
    </div>
  );
}

const partOf = (field: string, name: string): string =>
  field.slice(`space.${name}.`.length).replace(/^onlyWhen.*/, 'the condition');

function Condition({ draft, parents, onChange }: Pick<ParameterLineProps, 'draft' | 'parents' | 'onChange'>) {
  const parent = parents.find(({ name }) => name === draft.conditionOn);
  return (
    <div className={classes.condition}>
      <span className="dim">only when</span>
      <Select
        aria-label={`${draft.name} depends on`}
        w={200}
        allowDeselect={false}
        data={parents.map(({ name }) => name)}
        value={draft.conditionOn}
        onChange={(value) => onChange({ conditionOn: value ?? '', conditionIn: [] })}
      />
      <span className="dim">is</span>
      <TagsInput
        aria-label={`Values at which ${draft.name} exists`}
        w={300}
        acceptValueOnBlur
        data={parent?.kind === 'choice' ? parent.values : []}
        value={draft.conditionIn}
        onChange={(conditionIn) => onChange({ conditionIn })}
      />
      <IconButton
        icon="close"
        label="Remove the condition"
        size="sm"
        onClick={() => onChange({ conditionOn: '', conditionIn: [] })}
      />
    </div>
  );
}
