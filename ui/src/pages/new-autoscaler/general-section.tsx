import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import type { ProviderKind } from '../../../../autoscaler/config/provider-kind.ts';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';
import { CLOUD_FIELDS } from '../../domain/scalers/form-fields.ts';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import { type Fields, newForm, providerOf } from '../../domain/scalers/scaler-form.ts';
import { BoundFields, NO_HINT } from './bound-fields.tsx';
import classes from './new-autoscaler.module.css';
import type { SectionProps } from './section-props.ts';

const PROVIDERS: { value: ProviderKind; label: string }[] = [
  { value: 'docker', label: 'Docker on this host' },
  { value: 'ec2', label: 'AWS EC2' },
  { value: 'gcp', label: 'Google Cloud' },
];

interface GeneralSectionProps extends SectionProps {
  fixedName: boolean;
  onPaste: () => void;
}

/** Its name, and where its machines come from. */
export function GeneralSection({ form, problems, onChange, fixedName, onPaste }: GeneralSectionProps) {
  const provider = providerOf(form);
  const wrong = problemAt(problems, 'hyper_params.cloud_provider');
  /** Machines of one cloud say nothing to another one. */
  const choose = (next: ProviderKind) => {
    const { resources, queues, hyper_params } = newForm(next);
    onChange({ resources, queues, hyper_params: { ...withoutCloud(form.hyper_params), ...hyper_params } });
  };
  return (
    <Panel
      title="Name and machines"
      actions={
        <Button variant="subtle" leftSection={<Icon name="copy" size={13} />} onClick={onPaste}>
          Paste a file
        </Button>
      }
    >
      <div className={classes.fields}>
        <TextInput
          label="Name"
          description="Of the autoscaler"
          readOnly={fixedName}
          value={form.name}
          error={problems.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Input.Wrapper className={classes.wide} size="xs" label="Machines come from" description={NO_HINT} error={wrong}>
          <SegmentedControl
            aria-label="Machines come from"
            data={PROVIDERS}
            value={provider}
            onChange={(value) => choose(value as ProviderKind)}
          />
        </Input.Wrapper>
        <BoundFields
          fields={CLOUD_FIELDS[provider]}
          values={form.hyper_params}
          path="hyper_params"
          problems={problems}
          onChange={(part) => onChange({ hyper_params: { ...form.hyper_params, ...part } })}
        />
      </div>
    </Panel>
  );
}

/** What is left of a form's settings when they are no longer those of a cloud. */
function withoutCloud(fields: Fields): Fields {
  const ofClouds = Object.values(CLOUD_FIELDS).flatMap((known) => known.map(({ key }) => key));
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !ofClouds.includes(key)));
}
