const LONGEST = 200;

export interface TrialNameInput {
  name: string;
  number: number;
  parameters: Record<string, unknown>;
}

/** Fills `{name}`, `{number}` and `{parameters}` in. */
export function trialName(template: string, { name, number, parameters }: TrialNameInput): string {
  const filled = template.replaceAll(/\{(name|number|parameters)\}/g, (_, key) => {
    if (key === 'name') return name;
    return key === 'number' ? String(number) : describeParameters(parameters);
  });
  return filled.length > LONGEST ? `${filled.slice(0, LONGEST - 1)}…` : filled;
}

/** `lr=0.003 batch=32`: without sections, numbers with four digits. */
export function describeParameters(parameters: Record<string, unknown>): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${key.slice(key.lastIndexOf('/') + 1)}=${shorten(value)}`)
    .join(' ');
}

function shorten(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
