import { type Command, Option } from 'commander';
import { collectAssignment } from '../definitions/assignments.ts';
import { withServerOptions } from '../option.ts';

/** Commands about pipelines, and runs of them. */
export function registerPipelineCommands(program: Command): void {
  const pipeline = program.command('pipeline').description('run, follow and steer pipelines');

  withParameters(pipeline.command('run <file>'))
    .description('submit a run, serve its callbacks, follow it to its end; exit code 0, 1 failed, 4 aborted')
    .option('--no-follow', 'leave at once, as `start` does')
    .action(async (file, options) => (await import('../pipelines/run.ts')).runPipeline(file, options));

  withParameters(pipeline.command('start <file>'))
    .description('submit a run and print its id')
    .option('--draft', 'enter it without starting it')
    .action(async (file, options) => (await import('../pipelines/run.ts')).startPipeline(file, options));

  withServerOptions(pipeline.command('worker <file>'))
    .description("serve the callbacks and functions of a file's pipeline until stopped")
    .action(async (file, options) => (await import('../pipelines/worker.ts')).pipelineWorker(file, options));

  withServerOptions(pipeline.command('list [pipeline]'))
    .description('list pipelines, or the runs of one')
    .option('--archived', 'also archived runs')
    .action(async (name, options) => (await import('../pipelines/list.ts')).listPipelines(name, options));

  withServerOptions(pipeline.command('show <run>').description('show a run and its steps')).action(async (run, options) =>
    (await import('../pipelines/show.ts')).showRun(run, options),
  );

  withServerOptions(pipeline.command('graph <source>'))
    .description('draw the steps of a file or of a run')
    .addOption(new Option('--format <format>', 'how to draw them').choices(['text', 'mermaid']).default('text'))
    .action(async (source, options) => (await import('../pipelines/graph.ts')).drawGraph(source, options));

  registerChanges(pipeline);
}

function registerChanges(pipeline: Command): void {
  withServerOptions(pipeline.command('abort <run>').description('stop a run and all its steps'))
    .option('--message <text>', 'the reason, kept with the run')
    .action(async (run, options) => (await import('../pipelines/change.ts')).abortRun(run, options));

  withServerOptions(pipeline.command('continue <run>').description('go on with a run that failed or was aborted')).action(
    async (run, options) => (await import('../pipelines/change.ts')).continueRun(run, options),
  );

  withServerOptions(pipeline.command('rerun <run> <step>').description('run a step and what follows from it again')).action(
    async (run, step, options) => (await import('../pipelines/change.ts')).rerunFrom(run, step, options),
  );

  withServerOptions(pipeline.command('approve <run> <step>').description('approve a step that waits for a person'))
    .option('--refuse', 'refuse it instead: the step fails')
    .option('--comment <text>', 'kept with the decision')
    .action(async (run, step, options) => (await import('../pipelines/change.ts')).approveStep(run, step, options));

  withServerOptions(pipeline.command('signal <run> <name>').description('give a run the signal that a step waits for')).action(
    async (run, name, options) => (await import('../pipelines/change.ts')).signalRun(run, name, options),
  );

  withServerOptions(pipeline.command('pause <run>').description('start nothing new until resumed')).action(async (run, options) =>
    (await import('../pipelines/change.ts')).pauseRun(run, options),
  );

  withServerOptions(pipeline.command('resume <run>').description('start steps again')).action(async (run, options) =>
    (await import('../pipelines/change.ts')).resumeRun(run, options),
  );
}

const withParameters = (command: Command): Command =>
  withServerOptions(command)
    .option('-p, --parameter <name=value>', 'a value in place of a default; may be repeated', collectAssignment)
    .option('--ignore-cache', 'recompute what could come from the cache');
