import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { PipelineParameter } from '../../../../../workflows/contracts/pipeline.ts';
import { toInput } from '../../../domain/pipelines/parameter-input.ts';

interface ParameterFieldProps {
  name: string;
  parameter: PipelineParameter;
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
}

/** The input that fits the type of a parameter. */
export function ParameterField({ name, parameter, value, onChange, problem }: ParameterFieldProps) {
  const { type, choices, description } = parameter;
  const common = { label: name, description: description || undefined, error: problem };
  if (choices)
    return (
      <Select
        {...common}
        allowDeselect={false}
        searchable={choices.length > 8}
        data={[...new Set(choices.map(toInput))]}
        value={value}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  switch (type) {
    case 'boolean':
      return (
        <Switch {...common} checked={value === 'true'} onChange={(event) => onChange(String(event.currentTarget.checked))} />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...common}
          size="xs"
          value={value}
          allowDecimal={type === 'number'}
          decimalScale={20}
          onChange={(next) => onChange(String(next))}
        />
      );
    case 'list':
    case 'object':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={12}
          className="mono"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'string':
      return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
