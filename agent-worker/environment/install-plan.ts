import type { PackageOptions } from './package-options.ts';
import { normaliseName, type RequirementLine } from './requirement-lines.ts';

/** One call of the installer. */
export interface InstallStep {
  lines: string[];
  /** Goes on without these packages when they cannot be installed. */
  optional: boolean;
}

type OrderOptions = Pick<
  PackageOptions,
  'priorityPackages' | 'priorityOptionalPackages' | 'postPackages' | 'postOptionalPackages'
>;

/** Packages in the order that the agent is configured for; by default all at once, so that one resolution covers them. */
export function planInstall(lines: RequirementLine[], options: OrderOptions): InstallStep[] {
  const settings = lines.filter(({ kind, text }) => kind === 'option' || namesFiles(text));
  const packages = lines.filter((line) => !settings.includes(line));
  const groups = [
    { names: options.priorityPackages, optional: false },
    { names: options.priorityOptionalPackages, optional: true },
    { names: undefined, optional: false },
    { names: options.postPackages, optional: false },
    { names: options.postOptionalPackages, optional: true },
  ].map(({ names, optional }) => ({ names: names?.map(normaliseName), optional }));
  const named = new Set(groups.flatMap(({ names }) => names ?? []));

  return groups
    .map(({ names, optional }) => ({
      optional,
      chosen: packages.filter(({ name }) => (names ? name && names.includes(name) : !name || !named.has(name))),
    }))
    .filter(({ chosen }) => chosen.length > 0)
    .map(({ optional, chosen }) => ({ optional, lines: [...settings, ...chosen].map(({ text }) => text) }));
}

/** An option that means what lies at a path. */
const namesFiles = (text: string): boolean => /^(-c|--constraint|-f|--find-links)[\s=]/.test(text);
