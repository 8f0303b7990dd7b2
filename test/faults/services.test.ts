import { faultScenarios } from '../support/fault-scenarios.ts';
import { startInstallation } from '../support/installation.ts';

describe('a running task', function () {
  this.timeout(240_000);
  faultScenarios(() => startInstallation({ agents: true }));
});
