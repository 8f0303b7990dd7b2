import { existsSync } from 'node:fs';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { StepState } from '../../workflows/contracts/pipeline.ts';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson } from '../output.ts';
import { mermaidOf } from './graph-mermaid.ts';
import { textOf } from './graph-text.ts';
import { loadPipeline } from './load-pipeline.ts';

export interface GraphNode {
  name: string;
  parents: string[];
  /** What is remarkable about it: `×3`, `approval`. */
  notes: string[];
  state: StepState | null;
}

interface GraphOptions extends ServerOptions {
  format: 'text' | 'mermaid';
}

/** Draws the steps of a file's pipeline, or of a run with their states. */
export async function drawGraph(source: string, options: GraphOptions): Promise<void> {
  const nodes = existsSync(source) ? await nodesOfFile(source) : nodesOfRun(await readRun(await connect(options), source));
  if (options.json) return printJson(nodes);
  print(options.format === 'mermaid' ? mermaidOf(nodes) : textOf(nodes));
}

async function nodesOfFile(file: string): Promise<GraphNode[]> {
  const { spec } = await loadPipeline(file);
  return spec.steps.map(({ name, parents, kind, map, repeat, when, hooks }) => ({
    name,
    parents,
    state: null,
    notes: [
      ...(kind === 'task' ? [] : [kind]),
      ...(map ? [Array.isArray(map.over) ? `×${map.over.length}` : '×n'] : []),
      ...(repeat ? [`at most ${repeat.atMost} times`] : []),
      ...(when || hooks.includes('when') ? ['if'] : []),
    ],
  }));
}

const nodesOfRun = ({ nodes }: RunView): GraphNode[] =>
  nodes.map(({ name, instanceOf, parents, state, kind, reason }) => ({
    name,
    parents: instanceOf === null ? parents : [instanceOf],
    state,
    notes: [...(kind === 'task' ? [] : [kind]), ...(reason ? [reason] : [])],
  }));
