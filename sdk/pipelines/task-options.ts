import type { StepHandle, UpstreamOf } from './handles.ts';
import type { Referable, WorkOptions } from './options.ts';
import type { Parameters } from './parameters.ts';
import type { Value } from './reference.ts';

export type ContainerOption = string | { image: string; arguments?: string; setupScript?: string };
export type Copied = string | { from: string; to: string };

/** Where the code of a task comes from: another task, a repository, or one file's code. */
export type TaskSource =
  | { base: string | { project: string; name: string }; repository?: never; code?: never; entryPoint?: never }
  | {
      repository: string;
      entryPoint: string;
      branch?: string;
      commit?: string;
      /** Folder of the repository in which it runs; default its root. */
      workingDir?: string;
      /** Default `python3`. */
      binary?: string;
      base?: never;
      code?: never;
    }
  | {
      code: string /** Name of the file; default `<step>.py`. */;
      entryPoint?: string;
      binary?: string;
      base?: never;
      repository?: never;
    };

export type TaskOptions<P extends Parameters, Parents extends readonly StepHandle[], M> = WorkOptions<P, Parents, M> &
  TaskSource & {
    /** By section and name: `Args/lr`. */
    parameters?: { readonly [name: string]: Value<Referable<Parents, M>> };
    configurations?: { readonly [name: string]: Value<Referable<Parents, M>> };
    /** Fields of the task by path: `script.branch`. */
    overrides?: { readonly [path: string]: Value<Referable<Parents, M>> };
    queue?: string;
    /** As in a requirements file; without it those of the base task or the repository. */
    packages?: readonly string[];
    container?: ContainerOption;
    gpus?: number;
    tags?: readonly string[];
    /** Takes the results of an equal step that completed before. */
    cache?: boolean;
    /** Copied to the run while the step runs. */
    monitor?: {
      metrics?: readonly { title: string; series: string; toTitle?: string; toSeries?: string }[];
      artifacts?: readonly Copied[];
      models?: readonly Copied[];
    };
    /** Runs where that step ran, while its agent is there. */
    sameWorkerAs?: StepHandle<UpstreamOf<Parents>>;
  };
