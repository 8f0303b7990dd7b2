import { Autocomplete, Button, Select } from '@mantine/core';
import type { Objective } from '../../../../workflows/contracts/sweep.ts';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Panel } from '../../components/panel.tsx';
import type { MetricName } from '../../domain/compare/last-metrics.ts';
import classes from './new-sweep.module.css';

interface ObjectivesSectionProps {
  objectives: Objective[];
  metrics: MetricName[];
  problems: Record<string, string>;
  onChange: (objectives: Objective[]) => void;
}

const SIGNS: { value: Objective['sign']; label: string }[] = [
  { value: 'max', label: 'Large: the last value' },
  { value: 'max_global', label: 'Large: the greatest ever reported' },
  { value: 'min', label: 'Small: the last value' },
  { value: 'min_global', label: 'Small: the least ever reported' },
];

/** What is to be small or large: among the metrics that the base task reported, or another one by its name. */
export function ObjectivesSection({ objectives, metrics, problems, onChange }: ObjectivesSectionProps) {
  const titles = [...new Set(metrics.map(({ title }) => title))];
  const change = (index: number, part: Partial<Objective>) =>
    onChange(objectives.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Panel
      title={objectives.length > 1 ? 'Objectives' : 'Objective'}
      actions={
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" size={13} />}
          onClick={() => onChange([...objectives, { title: '', series: '', sign: 'min' }])}
        >
          Add an objective
        </Button>
      }
    >
      {problems.objectives && <p className={classes.problem}>{problems.objectives}</p>}
      {objectives.map((objective, index) => (
        <div key={index} className={classes.objective}>
          <Autocomplete
            label="Metric"
            data={titles}
            value={objective.title}
            error={problems[`objectives.${index}`] ?? problems[`objectives.${index}.title`]}
            onChange={(title) => change(index, { title, ...onlySeries(metrics, title) })}
          />
          <Autocomplete
            label="Variant"
            data={metrics.filter(({ title }) => title === objective.title).map(({ series }) => series)}
            value={objective.series}
            error={problems[`objectives.${index}.series`]}
            onChange={(series) => change(index, { series })}
          />
          <Select
            label="Should be"
            allowDeselect={false}
            data={SIGNS}
            value={objective.sign}
            onChange={(sign) => change(index, { sign: (sign ?? 'min') as Objective['sign'] })}
          />
          <div style={{ paddingTop: 23 }}>
            {objectives.length > 1 && (
              <IconButton
                icon="close"
                label="Remove the objective"
                size="sm"
                onClick={() => onChange(objectives.filter((_, at) => at !== index))}
              />
            )}
          </div>
        </div>
      ))}
      {metrics.length === 0 && (
        <div className="dim">The base task has not reported any metric yet: write the names that its copies will report.</div>
      )}
    </Panel>
  );
}

/** A metric with one variant needs no second choice. */
function onlySeries(metrics: MetricName[], title: string): Partial<Objective> {
  const [first, ...others] = metrics.filter((one) => one.title === title);
  return first && others.length === 0 ? { series: first.series } : {};
}
