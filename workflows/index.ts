export { queueWorkflow } from './queue-workflow.ts';
export { taskWorkflow } from './task-workflow.ts';
