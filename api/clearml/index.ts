import type { Endpoint } from './endpoint.ts';
import { authEndpoints } from './services/auth.ts';

/** Every action of the wire layer. A new service is added here and nowhere else. */
export const endpoints: readonly Endpoint[] = [...authEndpoints];
