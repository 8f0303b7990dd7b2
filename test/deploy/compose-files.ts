import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';

export interface ComposeService {
  image: string;
  build?: { target: string };
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  restart?: string;
  ports?: string[];
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
  extends?: { file: string; service: string };
}

export const readProjectFile = (name: string): string => readFileSync(join(PROJECT_FOLDER, name), 'utf8');

/** The services of a compose file by name, each with what it extends. */
export function readServices(file: string): Record<string, ComposeService> {
  const { services } = parse(readProjectFile(file), { merge: true }) as { services: Record<string, ComposeService> };
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const base = service.extends && readServices(service.extends.file)[service.extends.service];
      return [name, { ...base, ...service }];
    }),
  );
}

/** The variables that a compose file takes from `.env`, with what follows the name. */
export const variablesOf = (file: string): { name: string; rest: string }[] =>
  Array.from(readProjectFile(file).matchAll(/\$\{(\w+)([^}]*)\}/g), ([, name, rest]) => ({ name: name!, rest: rest! }));

/** The stages of the Dockerfile that have a check of health. */
export const checkedStages = (): string[] =>
  readProjectFile('Dockerfile')
    .split(/^FROM /m)
    .filter((stage) => /^HEALTHCHECK /m.test(stage))
    .map((stage) => /^\S+ AS (\w+)/.exec(stage)![1]!);
