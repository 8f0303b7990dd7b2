import type { Renamed, StepBaseTask, TaskStep } from '../../workflows/contracts/pipeline.ts';
import { stepFile } from '../../workflows/domain/pipeline/function-script.ts';
import { type AnyOptions, compileCommon } from './compile-common.ts';
import type { StepCallbacks } from './definition.ts';
import type { StepHandle } from './handles.ts';
import type { StepDefaults } from './options.ts';
import type { Parameters } from './parameters.ts';
import { toPlain } from './reference.ts';
import type { ContainerOption, Copied, TaskOptions, TaskSource } from './task-options.ts';

export type AnyTaskOptions = TaskOptions<Parameters, readonly StepHandle[], undefined>;

/** A step that is a task. What it does not say itself comes from the defaults. */
export function compileTask(
  name: string,
  options: AnyTaskOptions,
  defaults: StepDefaults,
): { step: TaskStep; callbacks: StepCallbacks } {
  const { base, callbacks } = compileCommon(name, options as AnyOptions, defaults);
  const packages = options.packages ?? defaults.packages;
  const { metrics = [], artifacts = [], models = [] } = options.monitor ?? {};
  const values = (what: string, given: object = {}) => toPlain(given, `step "${name}": ${what}`) as Record<string, unknown>;
  const step: TaskStep = {
    kind: 'task',
    ...base,
    base: compileSource(name, options),
    parameters: values('parameters', options.parameters),
    configurations: values('configurations', options.configurations),
    overrides: values('overrides', options.overrides),
    queue: options.queue ?? defaults.queue ?? null,
    packages: packages ? [...packages] : null,
    container: compileContainer(options.container ?? defaults.container),
    gpus: options.gpus ?? defaults.gpus ?? null,
    tags: [...(options.tags ?? [])],
    cache: options.cache ?? defaults.cache ?? false,
    monitor: {
      metrics: metrics.map(({ title, series, toTitle = title, toSeries = series }) => ({ title, series, toTitle, toSeries })),
      artifacts: artifacts.map(compileCopied),
      models: models.map(compileCopied),
    },
    sameWorkerAs: options.sameWorkerAs?.name ?? null,
  };
  return { step, callbacks };
}

const PYTHON = 'python3';

function compileSource(name: string, source: TaskSource): StepBaseTask {
  const given = (['base', 'repository', 'code'] as const).filter((key) => source[key] !== undefined);
  if (given.length !== 1)
    throw new TypeError(`step "${name}": one of base, repository and code is needed; given: ${given.join(', ') || 'none'}`);
  if (source.base !== undefined) return typeof source.base === 'string' ? { task: source.base } : { ...source.base };
  if (source.code !== undefined)
    return {
      code: source.code,
      entryPoint: source.entryPoint ?? stepFile(name, 'py'),
      binary: source.binary ?? PYTHON,
    };
  const { repository, entryPoint, branch = null, commit = null, workingDir = '.', binary = PYTHON } = source;
  return { repository, branch, commit, entryPoint, workingDir, binary };
}

function compileContainer(container: ContainerOption | undefined): TaskStep['container'] {
  if (container === undefined) return null;
  const { image, arguments: args = '', setupScript = '' } = typeof container === 'string' ? { image: container } : container;
  return { image, arguments: args, setupScript };
}

const compileCopied = (copied: Copied): Renamed => (typeof copied === 'string' ? { from: copied, to: copied } : { ...copied });
