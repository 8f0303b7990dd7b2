import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { DYNAMIC_CONFIG } from '../../stack/temporal/service.ts';
import { SearchAttribute } from '../../workflows/contracts/names.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

/** A Temporal server of its own for one test file, on the program that the run has found. */
export function startTestTemporal(dynamicConfig: Record<string, number> = {}): Promise<TestWorkflowEnvironment> {
  const path = process.env.PERDURA_TEMPORAL_CLI;
  if (!path) throw new Error('PERDURA_TEMPORAL_CLI is not set: test/support/servers.ts sets it before the tests');
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      searchAttributes: Object.values(SearchAttribute).map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
      extraArgs: [
        ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
        ...Object.entries(dynamicConfig).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
        '--log-level',
        'error',
      ],
    },
  });
}

/** Makes Temporal suggest early that a workflow goes on as a new run of itself. */
export const suggestingContinueAsNew = (events: number) => ({
  temporalConfig: { 'limit.historyCount.suggestContinueAsNew': events },
});
