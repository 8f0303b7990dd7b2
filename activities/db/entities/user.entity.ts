import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Role } from '../../../workflows/domain/rights.ts';

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.text().primary(),
    /** Login name. */
    username: p.text().unique(),
    name: p.text(),
    /** argon2id in PHC form; null: cannot log in with a password. */
    password_hash: p.text().nullable(),
    role: p.text().$type<Role>().default('user'),
    /** `file`: owned by the users file, which adds and removes it. */
    source: p.text().$type<'local' | 'file'>().default('local'),
    disabled: p.boolean().default(false),
    /** Raised to end all sessions of the user: tokens carry the number they were made under. */
    token_epoch: p.integer().default(0),
    preferences: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    created: p.datetime(3),
  },
});

export type UserRow = InferEntity<typeof User>;

/** `machine`: given to a machine of an autoscaler when it joined. */
export type CredentialsPurpose = 'user' | 'agent' | 'machine';

/** Application credentials. The secret is random and long, so a plain SHA-256 of it is enough. */
export const Credential = defineEntity({
  name: 'Credential',
  tableName: 'credentials',
  properties: {
    access_key: p.text().primary(),
    secret_hash: p.text(),
    user_id: p.text(),
    label: p.text().default(''),
    made_for: p.text().$type<CredentialsPurpose>().default('user'),
    created: p.datetime(3),
    last_used: p.datetime(3).nullable(),
    last_used_from: p.text().nullable(),
    revoked: p.datetime(3).nullable(),
  },
});

/** A login in a browser. The cookie holds the random id, this row its SHA-256. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id_hash: p.text().primary(),
    user_id: p.text(),
    created: p.datetime(3),
    /** Put off while the session is used. */
    expires: p.datetime(3),
    /** Where the login came from. */
    address: p.text(),
  },
});
