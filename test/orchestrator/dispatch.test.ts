import { startDispatchBench } from '../support/dispatch-bench.ts';
import { dispatchScenarios } from '../support/dispatch-scenarios.ts';

describe('dispatch', () => dispatchScenarios(startDispatchBench));
