import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { fieldText } from '../../domain/scalers/field-text.ts';
import type { FormField } from '../../domain/scalers/form-fields.ts';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import type { Fields } from '../../domain/scalers/scaler-form.ts';

interface BoundFieldsProps {
  fields: FormField[];
  /** The part of the file that the fields stand in, and where that is. */
  values: Fields;
  path: string;
  problems: Record<string, string>;
  onChange: (part: Fields) => void;
  /** Put before the labels of fields that are there more than once. */
  prefix?: string;
}

/** A line of its own, so that fields with and without a hint stand side by side. */
export const NO_HINT = '\u00a0';

/** Fields of one part of the file, each with what is wrong with it. */
export function BoundFields({ fields, values, path, problems, onChange, prefix }: BoundFieldsProps) {
  return fields.map((field) => {
    const shared = {
      label: field.label,
      description: field.hint ?? NO_HINT,
      error: problemAt(problems, `${path}.${field.key}`),
      ...(prefix ? { 'aria-label': `${field.label} of ${prefix}` } : {}),
    };
    if (field.kind === 'switch')
      return (
        <Checkbox
          key={field.key}
          {...shared}
          description={field.hint}
          mt={field.hint ? 33 : 38}
          checked={values[field.key] === true}
          onChange={(event) => onChange({ [field.key]: event.currentTarget.checked })}
        />
      );
    const Input = field.kind === 'secret' ? PasswordInput : TextInput;
    return (
      <Input
        key={field.key}
        {...shared}
        placeholder={field.placeholder}
        autoComplete={field.kind === 'secret' ? 'new-password' : 'off'}
        value={fieldText(values[field.key])}
        onChange={(event) => onChange({ [field.key]: event.currentTarget.value })}
      />
    );
  });
}
