import type { Endpoint } from '../../endpoint.ts';
import { create, edit, get, revoke } from './credentials.ts';
import { editUser } from './edit-user.ts';
import { fixedUsersMode, login, validateToken } from './login.ts';

export const authEndpoints: readonly Endpoint[] = [login, validateToken, fixedUsersMode, create, get, edit, revoke, editUser];
