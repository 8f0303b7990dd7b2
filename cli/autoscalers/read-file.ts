import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { NotThereError } from '../exit-code.ts';

/** ClearML's, which speak before the file. */
const FROM_ENV = { CLEARML_AUTOSCALER_GIT_USER: 'git_user', CLEARML_AUTOSCALER_GIT_PASSWORD: 'git_pass' } as const;

/** What an autoscaler's file holds, git's credentials from the environment where they stand there. Whether it makes sense is the server's to say. */
export function readAutoscalerFile(file: string, env: NodeJS.ProcessEnv): unknown {
  const content = readYaml(file);
  const given = Object.entries(FROM_ENV).flatMap(([variable, field]) => (env[variable] ? [[field, env[variable]]] : []));
  const { hyper_params } = (content ?? {}) as { hyper_params?: unknown };
  if (given.length === 0 || typeof hyper_params !== 'object') return content;
  return { ...(content as object), hyper_params: { ...hyper_params, ...Object.fromEntries(given) } };
}

function readYaml(file: string): unknown {
  const path = resolve(file);
  if (!existsSync(path)) throw new NotThereError(`no file ${path}`);
  // As the YAML of Python does, for which files of ClearML are written.
  const document = parseDocument(readFileSync(path, 'utf8'), { merge: true });
  const [error] = document.errors;
  if (error) throw new Error(`${path} is no YAML: ${error.message}`);
  return document.toJS();
}
