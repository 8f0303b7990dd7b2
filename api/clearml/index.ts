import type { Endpoint } from './endpoint.ts';
import { authEndpoints } from './services/auth/index.ts';
import { eventEndpoints } from './services/events/index.ts';
import { modelEndpoints } from './services/models/index.ts';
import { organizationEndpoints } from './services/organization/index.ts';
import { pipelineEndpoints } from './services/pipelines/index.ts';
import { projectEndpoints } from './services/projects/index.ts';
import { queueEndpoints } from './services/queues/index.ts';
import { serverEndpoints } from './services/server/index.ts';
import { taskEndpoints } from './services/tasks/index.ts';
import { userEndpoints } from './services/users/index.ts';
import { visibilityEndpoints } from './services/visibility.ts';
import { workerEndpoints } from './services/workers/index.ts';

/** Every action of the wire layer. A new service is added here and nowhere else. */
export const endpoints: readonly Endpoint[] = [
  ...authEndpoints,
  ...taskEndpoints,
  ...pipelineEndpoints,
  ...projectEndpoints,
  ...modelEndpoints,
  ...queueEndpoints,
  ...workerEndpoints,
  ...userEndpoints,
  ...organizationEndpoints,
  ...serverEndpoints,
  ...visibilityEndpoints,
  ...eventEndpoints,
];
