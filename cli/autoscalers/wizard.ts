import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { parseConfiguration } from '../../autoscaler/config/parse.ts';
import { createPrompter } from '../../tools/prompter.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { say } from '../output.ts';
import { askConfiguration, WIZARD_CLOUDS } from './ask-configuration.ts';
import { type CloudQuestions, createQuestions } from './questions.ts';
import { submit } from './start.ts';

export interface WizardOptions extends ServerOptions {
  file?: string;
  cloud: keyof typeof WIZARD_CLOUDS;
  name?: string;
  run?: boolean;
}

/** Asks for a configuration and writes it down, as ClearML's `aws_autoscaler.py` does; with `--run` starts it. A file that is there is not asked for again. */
export async function runWizard(options: WizardOptions): Promise<void> {
  const { cloud, file = `${cloud}_autoscaler.yaml` } = options;
  if (existsSync(file)) say(`${file} is there already and stays as it is.`);
  else await writeAnswers(file, WIZARD_CLOUDS[cloud]);
  if (options.run) await submit(await connect(options), { ...options, file });
  else say(`Start it with: perdura autoscaler start --file ${file}`);
}

async function writeAnswers(file: string, cloud: CloudQuestions): Promise<void> {
  const prompter = createPrompter(process.stdin, process.stderr);
  try {
    const configuration = await askConfiguration(createQuestions(prompter), cloud);
    parseConfiguration(configuration);
    await writeFile(file, toYaml(configuration), { mode: 0o600, flag: 'wx' });
    say(`Written to ${file}, which may hold secrets and is for you alone.`);
  } finally {
    prompter.close();
  }
}

/** As ClearML's file is written. */
const toYaml = (value: unknown): string => stringify(value, { sortMapEntries: true, singleQuote: true, indentSeq: false });
