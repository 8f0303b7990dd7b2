import { type RunRecord, readRun } from '../../../activities/db/tasks/read-run.ts';
import type { RunSpec } from '../../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { planStages } from '../../../workflows/domain/stages.ts';
import type { ApiContext } from '../../context.ts';

const TOKEN_SECONDS = 30 * 24 * 3600;

/** Everything that an agent needs to run an attempt, with a token of the attempt's own. */
export async function runSpec(api: ApiContext, run: RunRef): Promise<RunSpec> {
  const record = await readRun(api.db.em.fork(), run);
  const script = scriptOf(record);
  const container = containerOf(record);
  return {
    run,
    name: record.name,
    project: { id: record.project, name: record.project_name ?? '' },
    type: record.type,
    queue: record.queue === null ? null : { id: record.queue, name: record.queue_name ?? '' },
    stages: planStages({
      repository: script.repository,
      hasDiff: script.diff !== '',
      setupScript: container.setup_shell_script,
      inContainer: record.inContainer,
    }),
    script,
    container,
    environment: environmentOf(record),
    token: await api.tokens.sign({ userId: record.user_id, epoch: record.token_epoch, run }, TOKEN_SECONDS),
    urls: api.options.urls,
  };
}

function scriptOf({ script }: RunRecord): RunSpec['script'] {
  return {
    binary: text(script.binary),
    repository: text(script.repository),
    branch: text(script.branch),
    tag: text(script.tag),
    version_num: text(script.version_num),
    entry_point: text(script.entry_point),
    working_dir: text(script.working_dir),
    diff: text(script.diff),
    requirements: isObject(script.requirements) ? (script.requirements as RunSpec['script']['requirements']) : {},
  };
}

function containerOf({ container }: RunRecord): RunSpec['container'] {
  return {
    image: text(container.image),
    arguments: text(container.arguments),
    setup_shell_script: text(container.setup_shell_script),
  };
}

/** Parameters of the section `Environment` are variables of the process. */
function environmentOf({ environment }: RunRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(environment ?? {}).map(([key, { name, value }]) => [name || key, text(value)]));
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
