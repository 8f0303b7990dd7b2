import { provideWorkflowBundle } from '../orchestrator/workflow-bundle.ts';

/** Bundles the workflows into the cache folder, where the orchestrator will find them. */
console.log(await provideWorkflowBundle());
