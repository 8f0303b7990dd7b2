export { autoscalerWorkflow } from './autoscaler-workflow.ts';
export { functionWorkflow } from './function-workflow.ts';
export { pipelineWorkflow } from './pipeline-workflow.ts';
export { queueWorkflow } from './queue-workflow.ts';
export { sweepWorkflow } from './sweep-workflow.ts';
export { taskWorkflow } from './task-workflow.ts';
