import { faultScenarios } from '../../support/fault-scenarios.ts';
import { startProductionInstallation } from '../../support/production/installation.ts';

describe('a running task on the Temporal server of a production installation', function () {
  // The first time the server is built from source.
  this.timeout(1_200_000);
  faultScenarios(startProductionInstallation);
});
