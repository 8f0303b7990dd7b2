import type { ContainerOptions } from '../../../agent-worker/containers/container-options.ts';
import { agentOptions, type TestOptions } from './agent-options.ts';

/** What an agent with `--docker` makes of its configuration. */
export const containerOptions = ({ flags = { docker: ['an-image'] }, ...more }: TestOptions = {}): ContainerOptions =>
  agentOptions({ flags, ...more }).containers!;
