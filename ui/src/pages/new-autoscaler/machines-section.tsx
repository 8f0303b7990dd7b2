import { Textarea, TextInput } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { fieldText } from '../../domain/scalers/field-text.ts';
import { MACHINE_FIELDS } from '../../domain/scalers/form-fields.ts';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import { BoundFields } from './bound-fields.tsx';
import classes from './new-autoscaler.module.css';
import type { SectionProps } from './section-props.ts';

const TEXTS = [
  {
    key: 'extra_vm_bash_script',
    label: 'Script',
    hint: 'Bash, runs on each machine before its agent starts',
  },
  {
    key: 'extra_clearml_conf',
    label: 'clearml.conf',
    hint: "Added to each machine's own, such as credentials for data",
  },
];

/** What each machine is set up with. It is given to a machine when it joins, and never stands in what the cloud keeps. */
export function MachinesSection({ form: { configurations, hyper_params, perdura }, problems, onChange }: SectionProps) {
  return (
    <Panel title="On each machine">
      <div className={classes.fields}>
        <BoundFields
          fields={MACHINE_FIELDS}
          values={hyper_params}
          path="hyper_params"
          problems={problems}
          onChange={(part) => onChange({ hyper_params: { ...hyper_params, ...part } })}
        />
        <TextInput
          label="Address of this server"
          description="As machines reach it; empty: as it is known"
          placeholder="http://my-server:8008"
          value={fieldText(perdura.server_url)}
          error={problemAt(problems, 'perdura.server_url')}
          onChange={(event) => onChange({ perdura: { ...perdura, server_url: event.currentTarget.value } })}
        />
      </div>
      <div className={classes.texts}>
        {TEXTS.map(({ key, label, hint }) => (
          <Textarea
            key={key}
            label={label}
            description={hint}
            classNames={{ input: 'mono' }}
            autosize
            minRows={3}
            maxRows={14}
            value={fieldText(configurations[key])}
            error={problemAt(problems, `configurations.${key}`)}
            onChange={(event) => onChange({ configurations: { ...configurations, [key]: event.currentTarget.value } })}
          />
        ))}
      </div>
    </Panel>
  );
}
