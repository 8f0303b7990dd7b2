import type { HttpClient } from '../../sdk/http-client.ts';
import { STEP_STATES, type StepState } from '../../workflows/contracts/pipeline.ts';
import type { PipelineView, RunSummary } from '../../workflows/contracts/pipeline-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { NotThereError } from '../exit-code.ts';
import { printJson, printTable } from '../output.ts';

interface ListOptions extends ServerOptions {
  archived?: boolean;
}

/** Lists pipelines; with the name or id of one, its runs. */
export async function listPipelines(wanted: string | undefined, options: ListOptions): Promise<void> {
  const client = await connect(options);
  const { pipelines } = await client.request<{ pipelines: PipelineView[] }>('GET', '/api/pipelines');
  if (wanted !== undefined) return listRuns(client, findPipeline(pipelines, wanted), options);
  if (options.json) return printJson(pipelines);
  const rows = pipelines.map(({ project, name, runs, versions, latest: [latest] }) => [
    project,
    name,
    String(runs),
    versions.join(', '),
    latest ? `${latest.status} ${latest.id}` : '-',
  ]);
  printTable(['project', 'pipeline', 'runs', 'versions', 'latest run'], rows, 'no pipelines');
}

function findPipeline(pipelines: PipelineView[], wanted: string): PipelineView {
  const found = pipelines.filter(({ id, name, project }) => [id, name, `${project}/${name}`].includes(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new NotThereError(`no pipeline "${wanted}"`);
  throw new Error(
    `more than one pipeline is called "${wanted}": ${found.map(({ project, name }) => `${project}/${name}`).join(', ')}`,
  );
}

async function listRuns(client: HttpClient, { id, project, name }: PipelineView, options: ListOptions): Promise<void> {
  const query = options.archived ? '?archived=true' : '';
  const { runs } = await client.request<{ runs: RunSummary[] }>('GET', `/api/pipelines/${id}/runs${query}`);
  if (options.json) return printJson(runs);
  const rows = runs.map((run) => [
    run.id,
    `#${run.number}`,
    run.version,
    run.status,
    run.started?.slice(0, 19) ?? '',
    countsOf(run.steps),
  ]);
  printTable(['id', 'run', 'version', 'status', 'started (UTC)', 'steps'], rows, `no runs of ${project}/${name}`);
}

/** `3 completed, 1 running` */
export const countsOf = (steps: Partial<Record<StepState, number>>): string =>
  STEP_STATES.flatMap((state) => (steps[state] ? [`${steps[state]} ${state}`] : [])).join(', ');
