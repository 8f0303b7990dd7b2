import { Autocomplete, Button, Textarea, TextInput } from '@mantine/core';
import { Icon } from '../../../components/icon.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { PARAMETER_TYPES, type ParameterDraft } from '../../../domain/parameters.ts';
import classes from './configuration.module.css';

interface ParameterFormProps {
  parameters: ParameterDraft[];
  onChange: (parameters: ParameterDraft[]) => void;
}

export function ParameterForm({ parameters, onChange }: ParameterFormProps) {
  const change = (key: number, part: Partial<ParameterDraft>) =>
    onChange(parameters.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const nextKey = Math.max(-1, ...parameters.map(({ key }) => key)) + 1;
  return (
    <>
      <div className={classes.form}>
        {parameters.map((parameter) => (
          <ParameterFields
            key={parameter.key}
            parameter={parameter}
            change={(part) => change(parameter.key, part)}
            remove={() => onChange(parameters.filter(({ key }) => key !== parameter.key))}
          />
        ))}
      </div>
      <div>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={13} />}
          onClick={() =>
            onChange([...parameters, { key: nextKey, storedName: null, name: '', value: '', type: '', description: '' }])
          }
        >
          Add parameter
        </Button>
      </div>
    </>
  );
}

interface ParameterFieldsProps {
  parameter: ParameterDraft;
  change: (part: Partial<ParameterDraft>) => void;
  remove: () => void;
}

function ParameterFields({ parameter, change, remove }: ParameterFieldsProps) {
  const { storedName, name, value, type, description } = parameter;
  return (
    <div className={classes.fields}>
      <TextInput
        aria-label="Name"
        placeholder="Name"
        autoFocus={storedName === null}
        value={name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        aria-label={`Value of ${name}`}
        placeholder="Value"
        autosize
        minRows={1}
        maxRows={8}
        classNames={{ input: 'mono' }}
        value={value}
        onChange={(event) => change({ value: event.currentTarget.value })}
      />
      <Autocomplete
        size="xs"
        aria-label={`Type of ${name}`}
        placeholder="Type"
        data={PARAMETER_TYPES}
        value={type}
        onChange={(next) => change({ type: next })}
      />
      <TextInput
        aria-label={`Description of ${name}`}
        placeholder="Description"
        value={description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <IconButton icon="trash" label={`Delete ${name}`} danger onClick={remove} />
    </div>
  );
}
