export { ApiError, ServerUnreachableError } from './api-error.ts';
export { type Connection, type ConnectionOptions, NoConnectionError, resolveConnection } from './connection.ts';
export { type CallOptions, createClient, type HttpClient } from './http-client.ts';
export * from './pipelines/index.ts';
export * from './sweeps/index.ts';
export type { Artifact } from './tasks/artifact.ts';
export type { Model } from './tasks/model.ts';
export { createTaskReader, type Metric, type TaskReader } from './tasks/task-reader.ts';
