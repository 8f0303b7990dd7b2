import type { RunSpec } from '../../../workflows/contracts/agent-api.ts';
import { STAGES } from '../../../workflows/contracts/run.ts';

type SpecChange = Partial<Omit<RunSpec, 'script' | 'container'>> & {
  script?: Partial<RunSpec['script']>;
  container?: Partial<RunSpec['container']>;
};

/** What the server says about a run that does nothing. */
export function runSpec({ script, container, ...change }: SpecChange = {}): RunSpec {
  return {
    run: { taskId: 'a'.repeat(32), attempt: 1 },
    name: 'a task',
    project: { id: 'p', name: 'a project' },
    type: 'training',
    queue: null,
    stages: [...STAGES],
    script: {
      binary: 'python',
      repository: '',
      branch: '',
      tag: '',
      version_num: '',
      entry_point: 'main.py',
      working_dir: '.',
      diff: '',
      requirements: {},
      ...script,
    },
    container: { image: '', arguments: '', setup_shell_script: '', ...container },
    environment: {},
    token: 'token-of-the-attempt',
    urls: { api: 'http://127.0.0.1:1', web: 'http://127.0.0.1:2', files: 'http://127.0.0.1:3' },
    ...change,
  };
}
