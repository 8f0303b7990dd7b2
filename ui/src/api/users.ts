import { requestJson } from './http.ts';
import type { Credential, User } from './types.ts';

/** What administrators see and change of users. */

export const fetchAllUsers = async (signal?: AbortSignal): Promise<User[]> =>
  (await requestJson<{ users: User[] }>('/api/users', { signal })).users;

export type NewUser = Pick<User, 'username' | 'role'> & { password: string };

export const addUser = (user: NewUser): Promise<unknown> => requestJson('/api/users', { method: 'POST', body: user });

export type UserChange = Partial<Pick<User, 'role' | 'disabled'>> & { password?: string };

export const changeUser = (id: string, change: UserChange): Promise<unknown> =>
  requestJson(userPath(id), { method: 'PATCH', body: change });

export const fetchCredentialsOf = async (id: string, signal?: AbortSignal): Promise<Credential[]> =>
  (await requestJson<{ credentials: Credential[] }>(`${userPath(id)}/credentials`, { signal })).credentials;

export const revokeCredentialOf = (id: string, accessKey: string): Promise<unknown> =>
  requestJson(`${userPath(id)}/credentials/${encodeURIComponent(accessKey)}`, { method: 'DELETE' });

const userPath = (id: string): string => `/api/users/${encodeURIComponent(id)}`;
