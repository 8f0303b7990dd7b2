import { GoogleAuth, gaxios, type JWTInput } from 'google-auth-library';
import { CloudRefusal } from '../provider.ts';
import { ComputeError } from './compute-error.ts';

/** Who asks, and for whom. */
export interface Caller {
  /** Of a service account; null: Google's application default credentials are asked. */
  key: JWTInput | null;
  /** '': that of the credentials, or of the environment. */
  project: string;
}

/**
 * Asks Compute Engine for `path` below the project.
 * @throws ComputeError; CloudRefusal for credentials that cannot be used; Error for a fault of the network
 */
export type SignedRequest = <T = unknown>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  more?: { query?: Record<string, string | number>; body?: unknown },
) => Promise<T>;

const SCOPE = 'https://www.googleapis.com/auth/compute';
const API = 'https://compute.googleapis.com/compute/v1/';
const ANSWER_MS = 20_000;
/** Names make that a machine is made once, however often it is asked for. */
const RETRY = { retry: 2, httpMethodsToRetry: ['GET', 'POST', 'DELETE'], statusCodesToRetry: [[500, 599]] };

/** With the address that gcloud takes as well, such as of a private endpoint. */
export function createSignedRequest({ key, project }: Caller, env: NodeJS.ProcessEnv = process.env): SignedRequest {
  const auth = new GoogleAuth({ scopes: SCOPE, ...(key && { credentials: key }) });
  // A token that the key itself has signed needs no call to fetch one.
  auth.useJWTAccessWithScope = true;
  const base = (env.CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE || API).replace(/\/*$/, '/');
  const configured = project || key?.project_id || env.GOOGLE_CLOUD_PROJECT;

  return async <T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { query = {}, body } = {} as { query?: object; body?: unknown },
  ) => {
    const { client, project } = await signIn(auth, configured);
    try {
      const { data } = await client.request<T>({
        url: `${base}projects/${encodeURIComponent(project)}/${path}`,
        method,
        params: query,
        timeout: ANSWER_MS,
        retryConfig: RETRY,
        ...(body !== undefined && { data: body }),
      });
      return data;
    } catch (error) {
      throw refusedBy(error) ?? error;
    }
  };
}

async function signIn(auth: GoogleAuth, configured: string | undefined) {
  try {
    const client = await auth.getClient();
    // Kept by the client until it runs out: that it cannot be had is told apart from what Compute Engine says.
    await client.getRequestHeaders();
    return { client, project: configured ?? (await auth.getProjectId()) };
  } catch (error) {
    if (isNetworkFault(error)) throw error;
    throw new CloudRefusal('credentials', (error as Error).message);
  }
}

const isNetworkFault = (error: unknown): boolean => error instanceof gaxios.GaxiosError && !error.response;

interface ErrorBody {
  error?: { message?: string; errors?: { reason?: string; message?: string }[] };
}

/** Null when nobody knows whether the call took effect. */
function refusedBy(error: unknown): ComputeError | null {
  if (!(error instanceof gaxios.GaxiosError) || !error.response || error.response.status >= 500) return null;
  const { status, data } = error.response;
  const { message = error.message, errors = [] } = (data as ErrorBody | undefined)?.error ?? {};
  const faults = errors.map(({ reason = '', message: words = message }) => ({ reason, message: words }));
  return new ComputeError({ status, faults: faults.length > 0 ? faults : [{ reason: `HTTP ${status}`, message }] });
}
