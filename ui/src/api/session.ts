import { ApiError, requestJson } from './http.ts';
import type { Credential, NewCredential, Session } from './types.ts';

/** The session, or null when nobody is logged in. */
export async function fetchSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await requestJson<Session>('/api/me', { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export const logIn = (username: string, password: string): Promise<unknown> =>
  requestJson('/api/login', { method: 'POST', body: { username, password } });

export const logOut = (): Promise<unknown> => requestJson('/api/logout', { method: 'POST', body: {} });

export const changePassword = (current: string, next: string): Promise<unknown> =>
  requestJson('/api/me/password', { method: 'POST', body: { current, next } });

export const fetchCredentials = async (signal?: AbortSignal): Promise<Credential[]> =>
  (await requestJson<{ credentials: Credential[] }>('/api/credentials', { signal })).credentials;

export const createCredential = (label: string, madeFor: 'user' | 'agent'): Promise<NewCredential> =>
  requestJson('/api/credentials', { method: 'POST', body: { label, madeFor } });

export const revokeCredential = (accessKey: string): Promise<unknown> =>
  requestJson(`/api/credentials/${encodeURIComponent(accessKey)}`, { method: 'DELETE' });
