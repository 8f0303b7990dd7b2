import { SimpleGrid, TextInput } from '@mantine/core';
import { LIMIT_LABELS, type LimitDrafts, type LimitProblems } from '../domain/sweep/limit-drafts.ts';

interface LimitFieldsProps {
  drafts: LimitDrafts;
  problems: LimitProblems;
  onChange: (drafts: LimitDrafts) => void;
  columns?: number;
}

/** The limits of a sweep as fields, each with what is wrong with it. */
export function LimitFields({ drafts, problems, onChange, columns = 2 }: LimitFieldsProps) {
  return (
    <SimpleGrid cols={columns} spacing="sm" verticalSpacing="xs">
      {(Object.keys(LIMIT_LABELS) as (keyof LimitDrafts)[]).map((field) => (
        <TextInput
          key={field}
          label={LIMIT_LABELS[field].label}
          description={LIMIT_LABELS[field].hint}
          inputMode={field.endsWith('Ms') ? 'text' : 'numeric'}
          value={drafts[field]}
          error={problems[field]}
          onChange={(event) => onChange({ ...drafts, [field]: event.currentTarget.value })}
        />
      ))}
    </SimpleGrid>
  );
}
