import type { Role } from '../../../workflows/domain/rights.ts';

/** What a role is called, and what it is good for. */
export const ROLE_LOOKS: Record<Role, { label: string; note: string }> = {
  admin: { label: 'Administrator', note: 'may do everything' },
  user: { label: 'User', note: 'may do everything but manage users and autoscalers' },
  viewer: { label: 'Viewer', note: 'may look at everything, and change nothing' },
};
