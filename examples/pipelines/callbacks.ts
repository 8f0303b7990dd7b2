import { definePipeline, number } from 'perdura/sdk';

/**
 * Code beside the steps. It runs in the process that serves this file (`perdura pipeline run` does while it follows, `perdura pipeline worker`
 * until stopped), which may be killed and started again, with changed callbacks, at any moment.
 */
export default definePipeline(
  {
    name: 'callbacks',
    project: 'Perdura examples',
    parameters: { threshold: number({ default: 0.5, description: 'better results are looked at again' }) },
    defaults: { packages: [] },
    onStart: ({ log, run }) => log(`run ${run} starts`),
    onEnd: ({ log, status }) => log(`the run ends: ${status}`),
  },
  (p) => {
    const measure = p.run('measure', async ({ log }) => {
      log('measures');
      return { value: 0.75 };
    });

    p.task('work', {
      parents: [measure],
      code: 'print("works")\n',
      parameters: { 'Args/value': measure.result.value, 'Args/repeat': 1 },
      onStatusChange: ({ node, previousState, state, log }) => log(`${node}: ${previousState} → ${state}`),
      preExecute: ({ stepParameters, log }) => {
        stepParameters['Args/repeat'] = 3;
        log(`will have ${JSON.stringify(stepParameters)}`);
      },
      postExecute: async ({ task, parameters, addSteps, idempotencyKey, log }) => {
        const { 'Args/value': value } = await task.parameters();
        log(`had ${value}; what must not happen twice gets the key ${idempotencyKey}`);
        if (Number(value) > parameters.threshold)
          addSteps((steps) => steps.task('look again', { code: 'print("looks again")\n' }));
      },
    });

    const never = p.task('never', { parents: [measure], code: 'print("never")\n', preExecute: () => false });
    p.task('after never', { parents: [never], code: 'print("never either")\n' });
  },
);
