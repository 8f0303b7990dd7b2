import { Button, TextInput } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { RESOURCE_FIELDS } from '../../domain/scalers/form-fields.ts';
import { problemAt } from '../../domain/scalers/problem-at.ts';
import { newResource, providerOf, type ResourceDraft } from '../../domain/scalers/scaler-form.ts';
import { BoundFields, NO_HINT } from './bound-fields.tsx';
import classes from './new-autoscaler.module.css';
import type { SectionProps } from './section-props.ts';

/** The kinds of machines that there are. */
export function ResourcesSection({ form, problems, onChange }: SectionProps) {
  const { resources, queues } = form;
  const provider = providerOf(form);
  const change = (key: string, part: Partial<ResourceDraft>) =>
    onChange({ resources: resources.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  /** Queues follow a resource that is renamed. */
  const rename = ({ key, name: old }: ResourceDraft, name: string) =>
    onChange({
      resources: resources.map((one) => (one.key === key ? { ...one, name } : one)),
      queues: queues.map((queue) => ({
        ...queue,
        pairs: queue.pairs.map((pair) => (pair.resource === old ? { ...pair, resource: name } : pair)),
      })),
    });
  return (
    <Panel
      title="Resources"
      flush
      actions={
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" size={13} />}
          onClick={() => onChange({ resources: [...resources, newResource(provider, freeName(resources))] })}
        >
          Add a resource
        </Button>
      }
    >
      {resources.map((draft) => {
        const { key, name, fields } = draft;
        const path = `configurations.resource_configurations.${name.trim()}`;
        const { main, more } = RESOURCE_FIELDS[provider];
        const shared = {
          values: fields,
          path,
          problems,
          prefix: name,
          onChange: (part: ResourceDraft['fields']) => change(key, { fields: { ...fields, ...part } }),
        };
        const hidden = more.some((field) => problemAt(problems, `${path}.${field.key}`));
        return (
          <div key={key} className={classes.resource} data-resource={name}>
            <div className={classes.fields}>
              <TextInput
                label="Name"
                description={NO_HINT}
                aria-label={`Name of ${name}`}
                value={name}
                error={problems[`resource.${key}`] ?? problems[path]}
                onChange={(event) => rename(draft, event.currentTarget.value)}
              />
              <BoundFields fields={main} {...shared} />
            </div>
            <details className={classes.more} {...(hidden ? { open: true } : {})}>
              <summary className="dim">More of {name}</summary>
              <div className={classes.fields}>
                <BoundFields fields={more} {...shared} />
              </div>
            </details>
            <div className={classes.remove}>
              {resources.length > 1 && (
                <IconButton
                  icon="close"
                  label={`Remove ${name}`}
                  size="sm"
                  onClick={() => onChange({ resources: resources.filter((one) => one.key !== key) })}
                />
              )}
            </div>
          </div>
        );
      })}
    </Panel>
  );
}

function freeName(resources: ResourceDraft[]): string {
  const taken = new Set(resources.map(({ name }) => name));
  let number = resources.length + 1;
  while (taken.has(`resource${number}`)) number += 1;
  return `resource${number}`;
}
