import type { RecordedTask } from './record-task.ts';

const ENDS: readonly RecordedTask['end'][] = ['completed', 'created', 'completed', 'failed', 'completed', 'stopped', 'published'];
const TYPES = ['training', 'training', 'testing', 'data_processing', 'inference'];
const TAGS = ['baseline', 'ablation', 'large', 'nightly'];

/** One of many tasks that differ in status, type, tags and parameters; the same for the same index. */
export function variedTask(index: number, project: string): RecordedTask {
  return {
    project,
    name: `demo ${index + 1}`,
    type: TYPES[index % TYPES.length]!,
    tags: ['demo', TAGS[index % TAGS.length]!],
    end: ENDS[index % ENDS.length]!,
    hyperparams: {
      Args: {
        lr: parameter('lr', 10 ** -(1 + (index % 4)), 'float'),
        epochs: parameter('epochs', 10 * (1 + (index % 5)), 'int'),
        optimizer: parameter('optimizer', index % 2 === 0 ? 'adam' : 'sgd', 'str'),
      },
    },
  };
}

const parameter = (name: string, value: string | number, type: string): object => ({
  section: 'Args',
  name,
  value: String(value),
  type,
  description: '',
});
