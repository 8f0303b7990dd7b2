import { definePipeline, index, integer, item, text } from 'perdura/sdk';
import { CLEARML } from './packages.ts';

const COUNT = `
from clearml import Task

task = Task.init("Perdura examples", "count words", auto_connect_frameworks=False)
parameters = task.connect({"chunk": ""}, name="Args")
words = parameters["chunk"].split()
print(len(words), "words", flush=True)
task.get_logger().report_scalar("words", "count", iteration=0, value=len(words))
`;

/** A list that is known only when the pipeline runs: one task for each of its items, side by side, then their sum. */
export default definePipeline(
  {
    name: 'map-reduce',
    project: 'Perdura examples',
    parameters: {
      text: text({ default: 'one two three four five six seven eight nine', description: 'whose words are counted' }),
      chunks: integer({ default: 3 }),
    },
    defaults: { packages: CLEARML },
  },
  (p) => {
    const split = p.run('split', { arguments: { text: p.parameters.text, chunks: p.parameters.chunks } }, async (_, args) => {
      const words = args.text.split(' ');
      const size = Math.ceil(words.length / args.chunks);
      return { chunks: Array.from({ length: args.chunks }, (_, at) => words.slice(at * size, (at + 1) * size).join(' ')) };
    });
    const count = p.task('count', {
      parents: [split],
      code: COUNT,
      map: { over: split.result.chunks, maxParallel: 4 },
      parameters: { 'Args/chunk': item, 'Args/place': index },
    });
    p.run(
      'sum',
      { parents: [count], arguments: { counts: count.metric('words', 'count').last } },
      async ({ log }, { counts }) => {
        const words = counts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
        log(`${words} words`);
        return { words };
      },
    );
  },
);
