/** What users of a server are, the mightiest first. */
export const ROLES = ['admin', 'user', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

/**
 * What a call needs of its caller:
 * - `nothing`: it is for everybody, known or not;
 * - `self`: it is about the caller alone, such as its name, its preferences, the end of its session;
 * - `account`: the caller's own password and application credentials;
 * - `read`: it looks at tasks, queues, models, pipelines, sweeps, workers and files;
 * - `inspect`: it looks at autoscalers and their machines;
 * - `work`: it makes, changes, runs, stops or deletes what `read` looks at;
 * - `serve`: what agents, machines and workers of definitions say and ask for, and the process of a task does not;
 * - `administer`: autoscalers, users and what is theirs.
 */
export type Need = 'nothing' | 'self' | 'account' | 'read' | 'inspect' | 'work' | 'serve' | 'administer';

/** Who calls: a user by role, an agent or a machine with credentials of its own, the process of a task with the token of its attempt. */
export type Caller = Role | 'agent' | 'machine' | 'run';

const AGENT: readonly Need[] = ['self', 'read', 'work', 'serve'];

const RIGHTS: Record<Caller, readonly Need[]> = {
  admin: ['self', 'account', 'read', 'inspect', 'work', 'serve', 'administer'],
  user: ['self', 'account', 'read', 'inspect', 'work', 'serve'],
  viewer: ['self', 'account', 'read', 'inspect'],
  agent: AGENT,
  machine: AGENT,
  run: ['self', 'read', 'work'],
};

export const mayDo = (caller: Caller, need: Need): boolean => need === 'nothing' || RIGHTS[caller].includes(need);

/** The roles whose users may do it, the least mighty first, as a sentence has them: `user or admin`. */
export const rolesFor = (need: Need): string =>
  ROLES.filter((role) => mayDo(role, need))
    .reverse()
    .join(' or ');
