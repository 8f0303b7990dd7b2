import { Autocomplete, Select, TextInput } from '@mantine/core';
import type { Queue } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../domain/format.ts';
import type { SweepForm } from '../../domain/sweep/sweep-form.ts';
import { useProjects } from '../../queries/use-projects.ts';
import classes from './new-sweep.module.css';

interface GeneralSectionProps {
  form: SweepForm;
  queues: Queue[];
  problems: Record<string, string>;
  onChange: (part: Partial<SweepForm>) => void;
}

/** Names, and where the trials wait. */
export function GeneralSection({ form, queues, problems, onChange }: GeneralSectionProps) {
  const projects = useProjects();
  const names = [...new Set((projects.data ?? []).map(({ name }) => name))];
  const queue = queues.find(({ name }) => name === form.queue);
  return (
    <Panel title="Name and queue">
      <div className={classes.fields}>
        <TextInput
          label="Name"
          description="Of the sweep"
          value={form.name}
          error={problems.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Autocomplete
          label="Project"
          description="It is made when it does not exist"
          data={names}
          value={form.project}
          error={problems.project}
          onChange={(project) => onChange({ project })}
        />
        <Select
          label="Queue"
          description={queue?.workers.length === 0 ? 'No agent serves it now: trials wait until one does' : 'Of the trials'}
          allowDeselect={false}
          searchable
          data={queues.map(({ name, workers }) => ({ value: name, label: `${name} (${plural(workers.length, 'agent')})` }))}
          value={form.queue || null}
          error={problems.queue}
          onChange={(value) => onChange({ queue: value ?? '' })}
        />
        <TextInput
          label="Project of the trials"
          description="Empty: a project of their own below"
          value={form.trialProject}
          error={problems.trialProject}
          onChange={(event) => onChange({ trialProject: event.currentTarget.value })}
        />
        <TextInput
          label="Description"
          description="What is looked for"
          value={form.description}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
      </div>
    </Panel>
  );
}
