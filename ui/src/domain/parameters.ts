import type { HyperParameter } from '../api/types.ts';

/** The section whose entries may change in every state. */
export const USER_PROPERTIES = 'properties';

export const PARAMETER_TYPES = ['str', 'int', 'float', 'bool', 'list', 'dict', 'tuple', 'NoneType'];

/** A parameter in a form, with the name it had. */
export interface ParameterDraft {
  key: number;
  /** Null for one that is new. */
  storedName: string | null;
  name: string;
  value: string;
  type: string;
  description: string;
}

export interface ParameterChanges {
  edited: HyperParameter[];
  deleted: { section: string; name: string }[];
}

/** What a form changed against the stored parameters of its section. A renamed one is deleted and made anew. */
export function parameterChanges(section: string, stored: HyperParameter[], drafts: ParameterDraft[]): ParameterChanges {
  const before = new Map(stored.map((parameter) => [parameter.name, parameter]));
  const kept = new Set(drafts.map(({ name }) => name));
  const edited = drafts
    .filter((draft) => isChanged(draft, before.get(draft.name)))
    .map(({ name, value, type, description }) => ({ section, name, value, type, description }));
  const deleted = stored.filter(({ name }) => !kept.has(name)).map(({ name }) => ({ section, name }));
  return { edited, deleted };
}

function isChanged(draft: ParameterDraft, stored: HyperParameter | undefined): boolean {
  if (!stored) return true;
  return draft.value !== stored.value || draft.type !== (stored.type ?? '') || draft.description !== (stored.description ?? '');
}

/** Why a form cannot be saved; null when it can. */
export function parametersProblem(drafts: ParameterDraft[]): string | null {
  const names = drafts.map(({ name }) => name);
  if (names.some((name) => name.trim() === '')) return 'A parameter has no name.';
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) return `There are two parameters named ${double}.`;
  for (const draft of drafts) {
    const problem = valueProblem(draft);
    if (problem) return problem;
  }
  return null;
}

const PATTERNS: Record<string, { pattern: RegExp; allowed: string }> = {
  int: { pattern: /^\s*[+-]?\d[\d_]*\s*$/, allowed: 'a whole number' },
  float: { pattern: /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^\s*[+-]?(inf|nan|infinity)\s*$/i, allowed: 'a number' },
  bool: { pattern: /^\s*(true|false|1|0|yes|no)\s*$/i, allowed: 'True or False' },
};

function valueProblem({ name, type, value }: ParameterDraft): string | null {
  const rule = PATTERNS[type];
  if (!rule || value === '' || rule.pattern.test(value)) return null;
  return `${name} is of type ${type}: "${value}" is not ${rule.allowed}.`;
}
