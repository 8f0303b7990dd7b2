import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../domain/format.ts';
import { type SpaceDraft, setDraft } from '../../domain/sweep/space-drafts.ts';
import classes from './new-sweep.module.css';
import { ParameterLine } from './parameter-line.tsx';

interface SpaceSectionProps {
  drafts: SpaceDraft[];
  problems: Record<string, string>;
  onChange: (drafts: SpaceDraft[]) => void;
}

/** With more parameters than this there is a field to find one. */
const MANY = 10;

/** The parameters of the base task: which of them vary, and how. */
export function SpaceSection({ drafts, problems, onChange }: SpaceSectionProps) {
  const [filter, setFilter] = useState('');
  const varied = drafts.filter((draft) => draft.varied);
  const shown = drafts.filter((draft) => draft.varied || draft.name.toLowerCase().includes(filter.toLowerCase()));
  const change = (name: string, part: Partial<SpaceDraft>) =>
    onChange(drafts.map((draft) => (draft.name === name ? { ...draft, ...part } : draft)));
  return (
    <Panel
      title={
        <>
          Search space{' '}
          <span className="dim">
            {varied.length} of {plural(drafts.length, 'parameter')} vary
          </span>
        </>
      }
      flush
      actions={
        <>
          {drafts.length > MANY && (
            <TextInput
              aria-label="Filter parameters"
              placeholder="Filter parameters"
              leftSection={<Icon name="filter" size={13} />}
              w={190}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          )}
          <Button
            variant="subtle"
            leftSection={<Icon name="plus" size={13} />}
            onClick={() => onChange([...drafts, setDraft(freeName(drafts))])}
          >
            Add a set
          </Button>
        </>
      }
    >
      {problems.space && <p className={classes.problem}>The search space {problems.space}.</p>}
      {drafts.length === 0 && <EmptyNote text="The base task has no parameters: there is nothing that could vary." />}
      {shown.map((draft) => (
        <ParameterLine
          key={draft.name}
          draft={draft}
          parents={varied.filter(({ name, kind }) => name !== draft.name && kind !== 'set')}
          problems={problems}
          onChange={(part) => change(draft.name, part)}
          onRemove={draft.kind === 'set' ? () => onChange(drafts.filter(({ name }) => name !== draft.name)) : undefined}
        />
      ))}
    </Panel>
  );
}

function freeName(drafts: SpaceDraft[]): string {
  const taken = new Set(drafts.map(({ name }) => name));
  let number = 1;
  while (taken.has(`set ${number}`)) number += 1;
  return `set ${number}`;
}
