import { atLeast, definePipeline, number, self } from 'perdura/sdk';
import { CLEARML } from './packages.ts';

const TRAIN = `
from clearml import Task

task = Task.init("Perdura examples", "train again", auto_connect_frameworks=False)
parameters = task.connect({"epochs": 1}, name="Args")
accuracy = 1 - 0.5 ** parameters["epochs"]
print("accuracy", accuracy, flush=True)
task.get_logger().report_scalar("accuracy", "validation", iteration=parameters["epochs"], value=accuracy)
`;

/** Trains again, longer each time, until the result is good enough, at most five times. Each turn is a step of its own. */
export default definePipeline(
  {
    name: 'loop-until',
    project: 'Perdura examples',
    parameters: { wanted: number({ default: 0.8 }) },
    defaults: { packages: CLEARML },
  },
  (p) => {
    const train = p.task('train', {
      code: TRAIN,
      parameters: { 'Args/epochs': 1 },
      repeat: { until: atLeast(self.metric('accuracy', 'validation').last, p.parameters.wanted), atMost: 5 },
      preExecute: ({ node, stepParameters }) => {
        stepParameters['Args/epochs'] = Number(node.split('#')[1] ?? 1);
      },
    });
    p.run(
      'report',
      { parents: [train], arguments: { accuracy: train.metric('accuracy', 'validation').last } },
      async (context, args) => {
        context.log(`accuracy ${args.accuracy}`);
        return { accuracy: args.accuracy };
      },
    );
  },
);
