/** A made-up installation: ten thousand tasks, of which the first is running with all kinds of results. */

export interface FakeTask {
  id: string;
  name: string;
  type: string;
  status: string;
  tags: string[];
  system_tags: string[];
  project: { id: string; name: string };
  [field: string]: unknown;
}

export interface FakeQueue {
  id: string;
  name: string;
  tags: string[];
  lastUpdate: string;
  entries: { task: { id: string; name: string; project: { id: string; name: string } }; added: string; position: number }[];
  workers: { id: string }[];
}

const NOW = Date.now();
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const id = (kind: string, index: number): string => `${kind}${index}`.padStart(32, '0');

export const PROJECTS = [
  'examples',
  'examples/digits',
  'vision',
  'vision/detection',
  'vision/detection/night',
  'speech',
  'tabular',
].map((name, index) => ({
  id: id('e', index),
  name,
  system_tags: [] as string[],
  stats: { active: { total_tasks: 1000 + index } },
}));

const STATUSES = ['created', 'queued', 'in_progress', 'completed', 'completed', 'failed', 'stopped', 'published'];
const TYPES = ['training', 'testing', 'inference', 'data_processing'];

export const makeTasks = (count: number): FakeTask[] => Array.from({ length: count }, (_, index) => makeTask(index));

function makeTask(index: number): FakeTask {
  const status = index === 0 ? 'in_progress' : STATUSES[index % STATUSES.length]!;
  const project = PROJECTS[index % PROJECTS.length]!;
  return {
    id: id('a', index),
    name: index === 0 ? 'digits, two layers' : `train ${['resnet50', 'vit-small', 'convnext', 'mlp'][index % 4]} ${index}`,
    type: TYPES[index % TYPES.length]!,
    status,
    status_message: '',
    tags: index % 3 === 0 ? ['baseline', `seed-${index % 5}`] : [],
    system_tags: [],
    project: { id: project.id, name: project.name },
    user: { id: 'admin', name: 'admin' },
    created: ago(index * 60 + 400),
    last_update: ago(index * 60),
    ...(['created', 'queued'].includes(status) ? { started: null } : ran(index, status)),
    ...(index === 0 ? DETAILS : plain(index)),
  };
}

/** Fields of a task that has begun. */
function ran(index: number, status: string) {
  const over = status === 'in_progress' ? {} : { completed: ago(index * 60 + 20), active_duration: 280 };
  return {
    status_reason: 'Task started by agent',
    started: ago(index * 60 + 300),
    last_iteration: (index * 137) % 20_000,
    last_worker: `gpu-box-${index % 4}:gpu0`,
    ...over,
  };
}

export const parameter = (section: string, name: string, value: string, type: string) => ({
  section,
  name,
  value,
  type,
  description: '',
});

const plain = (index: number) => ({
  hyperparams: {
    Args: {
      lr: parameter('Args', 'lr', ['0.01', '0.02', '0.05', '0.1'][index % 4]!, 'float'),
      epochs: parameter('Args', 'epochs', '40', 'int'),
    },
  },
  script: {
    entry_point: 'train.py',
    repository: 'git@example.org:ml/vision.git',
    branch: index % 2 === 0 ? 'main' : 'wide',
    requirements: { pip: `clearml==2.1.12\nnumpy==2.${index % 3}.0\ntorch==2.9.1\n` },
  },
  configuration: {
    'model.yaml': {
      name: 'model.yaml',
      type: 'yaml',
      value: `layers:\n  - ${64 + (index % 3) * 32}\n  - 32\nactivation: relu\n`,
      description: '',
    },
  },
});

const DIFF = `diff --git a/train.py b/train.py
index 4dfdb14..ed740cd 100644
--- a/train.py
+++ b/train.py
@@ -6,9 +6,10 @@ def main():
     parser.add_argument("--hidden", type=int, default=64)
-    parser.add_argument("--lr", type=float, default=0.1)
+    parser.add_argument("--lr", type=float, default=0.01)
+    parser.add_argument("--epochs", type=int, default=40)
     args = parser.parse_args()
`;

const DETAILS = {
  comment: 'Two layers, the learning rate of the paper.\nCompare with the run of last week.',
  parent: { id: id('a', 1), name: 'base task' },
  script: {
    binary: 'python3.11',
    repository: 'https://git.example.org/ml/digits.git',
    branch: 'main',
    version_num: 'e4d994e4eda59637b1c13b7fb3a221bd40dfd52d',
    entry_point: 'train.py',
    working_dir: '.',
    diff: DIFF,
    requirements: { pip: 'clearml==2.1.12\nmatplotlib==3.10.1\nnumpy==2.3.5\nscikit-learn==1.7.2\n' },
  },
  container: { image: '', arguments: '', setup_shell_script: '' },
  hyperparams: {
    Args: {
      lr: parameter('Args', 'lr', '0.01', 'float'),
      hidden: parameter('Args', 'hidden', '64', 'int'),
      epochs: parameter('Args', 'epochs', '40', 'int'),
      augment: parameter('Args', 'augment', 'True', 'bool'),
    },
    General: { notes: parameter('General', 'notes', '{"split": [0.8, 0.2]}', 'dict') },
    properties: { owner: parameter('properties', 'owner', 'team vision', 'str') },
  },
  configuration: {
    'model.yaml': { name: 'model.yaml', type: 'yaml', value: 'layers:\n  - 64\n  - 32\nactivation: relu\n', description: '' },
  },
  execution: {
    queue: { id: id('c', 0), name: 'default' },
    artifacts: [
      {
        key: 'confusion',
        mode: 'output',
        type: 'pandas',
        uri: 'http://127.0.0.1:8081/examples/digits/confusion.csv.gz',
        content_size: 18_231,
        hash: 'c754c52814c030ed3c7169f1b7dc08d38cbbe2565cd7aace9ff6d26a6369b671',
        timestamp: NOW / 1000 - 40,
        type_data: { preview: ',0,1,2\n0,43,0,0\n1,0,37,1\n2,0,0,38\n', content_type: 'text/csv' },
      },
      {
        key: 'report',
        mode: 'output',
        type: 'dict',
        uri: 's3://bucket/report.json',
        content_size: 812,
        hash: '9f6d26a6369b671c754c52814c030ed3c7169f1b7dc08d38cbbe2565cd7aace9',
        timestamp: NOW / 1000 - 30,
        type_data: { preview: '{"accuracy": 0.981}', content_type: 'application/json' },
      },
    ],
  },
  models: { input: [], output: [{ name: 'digits', model: { id: id('d', 0) } }] },
  output: { destination: '' },
  runtime: { progress: '40', _pipeline_hash: 'x', 'CLEARML VERSION': 'clearml-2.1.12' },
  status_changed: ago(300),
};

export const MODELS = [
  {
    id: id('d', 0),
    name: 'digits',
    framework: 'ScikitLearn',
    uri: 'http://127.0.0.1:8081/examples/digits/model.pkl',
    created: ago(20),
  },
];

export function makeQueues(tasks: FakeTask[]): FakeQueue[] {
  const waiting = tasks.filter(({ status }) => status === 'queued').slice(0, 8);
  return ['default', 'services', 'gpu-large'].map((name, index) => ({
    id: id('c', index),
    name,
    tags: index === 2 ? ['force_workers:on'] : [],
    lastUpdate: ago(12 + index),
    entries:
      index === 0
        ? waiting.map((task, position) => ({
            task: { id: task.id, name: task.name, project: task.project },
            added: ago(600 - position * 60),
            position,
          }))
        : [],
    workers: index === 2 ? [] : [{ id: `gpu-box-${index}:gpu0` }],
  }));
}

export function makeWorkers(tasks: FakeTask[]) {
  return [0, 1, 2, 3].map((index) => ({
    id: `gpu-box-${index}:gpu0`,
    kind: index === 3 ? 'clearml-agent' : 'perdura',
    host: `gpu-box-${index}`,
    queues:
      index === 2
        ? []
        : [{ id: id('c', index % 3), name: ['default', 'services', 'gpu-large'][index % 3]!, hours: makeHours(index) }],
    gpus: index < 2 ? [0, 1] : [],
    slots: 1,
    tasks: index === 0 ? [{ id: tasks[0]!.id, name: tasks[0]!.name, started: ago(300), lastIteration: 1200 }] : [],
    lastActivity: ago(index === 2 ? 4000 : 3),
    online: index !== 2,
    draining: index === 3,
    stats:
      index === 2
        ? null
        : {
            cpu_usage: [35 + index * 20],
            memory_used: 9000 + index * 2000,
            memory_free: 7000,
            gpu_usage: index < 2 ? [93, 41] : [],
          },
  }));
}

/** The second worker is outside of its hours. */
const makeHours = (index: number) =>
  index === 1
    ? {
        active: false,
        rule: 'schedule',
        why: 'uptime 17-20 TUE in Europe/Berlin',
        changesOn: 'Tue 2026-12-01 17:00 Europe/Berlin',
      }
    : { active: true, rule: 'always', why: 'no schedule', changesOn: null };

export function makeAttempts() {
  const at = (seconds: number) => new Date(NOW - 300_000 + seconds * 1000).toISOString();
  const stage = (name: string, from: number, to: number | null, detail: string | null = null, state = 'completed') => ({
    stage: name,
    state: to === null ? 'started' : state,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    detail,
  });
  return [
    {
      number: 1,
      state: 'lost',
      worker: 'gpu-box-1:gpu0',
      queue: 'default',
      created: at(-200),
      claimed: at(-198.4),
      started: at(-190),
      ended: at(-60),
      exitCode: null,
      reason: 'The agent was not heard of for 30 s',
      workflowId: 'task-a0-1',
      runId: null,
      temporalUrl: 'http://127.0.0.1:8233/',
      stages: [
        stage('clone', -198, -196.2),
        stage('environment', -196.2, -195.9, 'cache hit 3f9c21'),
        stage('execute', -195.9, -60, 'the agent was lost', 'failed'),
      ],
    },
    {
      number: 2,
      state: 'running',
      worker: 'gpu-box-0:gpu0',
      queue: 'default',
      created: at(-60),
      claimed: at(-59.2),
      started: at(-40),
      ended: null,
      exitCode: null,
      reason: null,
      workflowId: 'task-a0-2',
      runId: null,
      temporalUrl: 'http://127.0.0.1:8233/',
      stages: [
        stage('clone', -59, -57.6),
        stage('diff', -57.6, -57.5),
        stage('environment', -57.5, -56.9, 'new 91b2aa'),
        stage('install', -56.9, -40, '42 packages'),
        stage('execute', -40, null),
      ],
    },
  ];
}

export function makeHistory() {
  const step = (
    seconds: number,
    from: string | null,
    to: string,
    actor: string,
    reason: string,
    attempt: number | null = null,
  ) => ({ at: ago(seconds), from, to, actor, reason, message: null, attempt });
  return [
    step(700, null, 'created', 'admin', 'created'),
    step(500, 'created', 'queued', 'admin', 'enqueued', 1),
    step(498, 'queued', 'in_progress', 'gpu-box-1:gpu0', 'claimed', 1),
    step(360, 'in_progress', 'queued', 'orchestrator', 'worker lost', 1),
    step(359, 'queued', 'in_progress', 'gpu-box-0:gpu0', 'claimed', 2),
  ];
}

const WORDS = ['\x1b[32mINFO\x1b[0m', '\x1b[33mWARN\x1b[0m', '\x1b[1;34mDEBUG\x1b[0m'];

export function consoleLine(index: number) {
  const text =
    index < 4
      ? `Cloning into 'digits', step ${index}`
      : index < 9
        ? `Installing package ${index}`
        : `${WORDS[index % 97 === 0 ? 1 : 0]} line ${index} loss=${(1 / (index + 1)).toFixed(6)} accuracy=${(1 - 1 / (index + 2)).toFixed(4)}`;
  return { id: String(index), timestamp: NOW - 300_000 + index, level: index % 501 === 500 ? 'error' : 'info', text, attempt: 2 };
}

/** The curves of a task: every task has figures of its own, that of the first are the plain ones. */
export function makeScalars(key: string, curves: number, task = id('a', 0)) {
  const names = [
    ['loss', 'train'],
    ['loss', 'validation'],
    ['accuracy', 'train'],
    ['accuracy', 'validation'],
    [':monitor:machine', 'cpu_usage'],
    [':monitor:machine', 'memory_used_gb'],
  ];
  const many = Array.from({ length: curves }, (_, index) => ['many', `curve ${index}`]);
  const scale = 1 + (Number(task.replace(/\D/g, '')) % 50) / 100;
  return [...names, ...many].map(([metric = '', variant = ''], index) => {
    const x = Array.from({ length: 300 }, (_, point) => (key === 'iter' ? point * 40 : NOW - 300_000 + point * 1000));
    const y = x.map(
      (_, point) =>
        ((metric === 'accuracy' ? 1 - 0.8 / (1 + point / 30) : Math.exp(-point / 90) * (1 + index * 0.15)) +
          Math.sin(point * (1.3 + index)) * 0.02) *
        scale,
    );
    return { metric, variant, x, y, min: y.map((value) => value - 0.05), max: y.map((value) => value + 0.05), count: 12_000 };
  });
}

/** The same curves as the record of the task sums them up. */
export function makeLastMetrics(task: string) {
  const metrics: Record<string, Record<string, object>> = {};
  for (const { metric, variant, y, min, max } of makeScalars('iter', 0, task)) {
    const figures = { value: y[y.length - 1], min_value: Math.min(...min), max_value: Math.max(...max) };
    metrics[metric] = { ...metrics[metric], [variant]: { metric, variant, ...figures } };
  }
  return metrics;
}

export const SINGLE_VALUES = [
  { metric: 'Summary', variant: 'test accuracy', value: 0.98111, timestamp: NOW - 20_000 },
  { metric: 'Summary', variant: 'parameters', value: 4810, timestamp: NOW - 20_000 },
];

export const PLOTS = [
  { metric: 'confusion matrix', variant: 'test', iterations: [0, 10, 20, 30, 40] },
  { metric: 'errors', variant: 'table', iterations: [40] },
  { metric: 'weights', variant: 'histogram', iterations: [0, 40] },
];

export function makePlot(metric: string, iteration: number) {
  if (metric === 'errors')
    return {
      data: [
        {
          type: 'table',
          header: { values: ['digit', 'errors'], fill: { color: '#eee' } },
          cells: {
            values: [
              [0, 1, 2],
              [0, 1, 2 + iteration],
            ],
          },
        },
      ],
      layout: { title: 'Errors' },
    };
  if (metric === 'weights')
    return {
      data: [{ type: 'bar', x: ['-1', '0', '1'], y: [3, 10 + iteration, 4] }],
      layout: { title: 'Weights', xaxis: { title: 'value' }, yaxis: { title: 'count' } },
    };
  const z = Array.from({ length: 10 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => (row === column ? 30 + iteration : (row * column) % 4)),
  );
  return {
    data: [{ type: 'heatmap', z, colorscale: 'Viridis', colorbar: { title: 'count' } }],
    layout: { title: `Confusion after ${iteration}`, xaxis: { title: 'predicted' }, yaxis: { title: 'true' } },
  };
}

export function makeSamples() {
  return [0, 1, 2, 3].flatMap((variant) =>
    [1, 2, 3, 4, 5].map((iter) => ({
      metric: 'digits',
      variant: `sample ${variant}`,
      iter,
      url: `http://127.0.0.1:8081/sample-${variant}-${iter}.svg`,
      timestamp: NOW,
    })),
  );
}

export function makeWorkerPoints() {
  return Array.from({ length: 90 }, (_, index) => ({
    at: NOW - (90 - index) * 120_000,
    cpu: 40 + 30 * Math.sin(index / 8),
    memoryUsed: 9000 + 40 * index,
    memoryTotal: 16_000,
    networkTx: 0.4,
    networkRx: 1 + Math.sin(index / 5),
    diskFree: 210 - index / 10,
    gpus: [
      { usage: 80 + 15 * Math.sin(index / 6), memoryUsed: 21_000 },
      { usage: 30, memoryUsed: 9000 },
    ],
  }));
}

export function makeFleetPoints() {
  return Array.from({ length: 90 }, (_, index) => ({
    at: NOW - (90 - index) * 120_000,
    workers: 3,
    working: 1 + (index % 20 > 12 ? 1 : 0),
    cpu: 40 + 30 * Math.sin(index / 8),
    gpu: 60 + 20 * Math.sin(index / 6),
  }));
}

export function makeQueuePoints() {
  return Array.from({ length: 90 }, (_, index) => ({
    at: new Date(NOW - (90 - index) * 120_000).toISOString(),
    waiting: Math.max(0, Math.round(6 + 5 * Math.sin(index / 9))),
    averageWaitSeconds: 20 + 15 * Math.sin(index / 9),
  }));
}
