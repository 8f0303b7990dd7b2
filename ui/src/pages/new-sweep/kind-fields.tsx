import { Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { SpaceDraft } from '../../domain/sweep/space-drafts.ts';

interface KindFieldsProps {
  draft: SpaceDraft;
  onChange: (part: Partial<SpaceDraft>) => void;
}

/** The fields that a kind of parameter needs: a range, values, or sets of values. */
export function KindFields({ draft, onChange }: KindFieldsProps) {
  const { name, kind } = draft;
  if (kind === 'choice')
    return (
      <TagsInput
        aria-label={`Values of ${name}`}
        placeholder={draft.values.length === 0 ? 'Type a value and press Enter' : ''}
        style={{ flex: 1 }}
        acceptValueOnBlur
        allowDuplicates
        value={draft.values}
        onChange={(values) => onChange({ values })}
      />
    );
  if (kind === 'set')
    return (
      <Textarea
        aria-label={`Values of ${name}`}
        placeholder='[{"Args/a": 1, "Args/b": 2}, {"Args/a": 3, "Args/b": 4}]'
        classNames={{ input: 'mono' }}
        style={{ flex: 1 }}
        autosize
        minRows={1}
        maxRows={8}
        value={draft.sets}
        onChange={(event) => onChange({ sets: event.currentTarget.value })}
      />
    );
  const field = (key: 'min' | 'max' | 'step', label: string, width: number) => (
    <TextInput
      aria-label={`${label} of ${name}`}
      placeholder={label}
      w={width}
      inputMode="decimal"
      value={draft[key]}
      onChange={(event) => onChange({ [key]: event.currentTarget.value })}
    />
  );
  return (
    <>
      {field('min', 'Minimum', 96)}
      <span className="dim">to</span>
      {field('max', 'Maximum', 96)}
      {kind !== 'logUniform' && (
        <>
          <span className="dim">step</span>
          {field('step', kind === 'uniform' ? 'any' : 'Step', 70)}
        </>
      )}
      {kind === 'integer' && (
        <Switch label="by magnitude" checked={draft.log} onChange={(event) => onChange({ log: event.currentTarget.checked })} />
      )}
    </>
  );
}
