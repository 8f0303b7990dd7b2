import { fileURLToPath } from 'node:url';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { SearchAttribute } from '../../workflows/contracts/names.ts';

const quiet = new DefaultLogger('ERROR');
Runtime.install({ logger: quiet, shutdownSignals: [] });

/** A Temporal server of its own for one test file, on the program that the run has found. */
export function startTestTemporal(): Promise<TestWorkflowEnvironment> {
  const path = process.env.PERDURA_TEMPORAL_CLI;
  if (!path) throw new Error('PERDURA_TEMPORAL_CLI is not set: test/support/servers.ts sets it before the tests');
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      searchAttributes: Object.values(SearchAttribute).map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
      extraArgs: [
        '--dynamic-config-value',
        'history.transferProcessorMaxPollRPS=2000',
        '--dynamic-config-value',
        'history.timerProcessorMaxPollRPS=2000',
        '--dynamic-config-value',
        'history.timerProcessorMaxTimeShift="10ms"',
        '--log-level',
        'error',
      ],
    },
  });
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows as the orchestrator bundles them, built once a run. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    logger: quiet,
  });
  return bundle;
}
