import type { ReactNode } from 'react';
import { mayDo, type Need, rolesFor } from '../../../workflows/domain/rights.ts';
import type { MenuEntry } from '../components/data-table/types.ts';
import { EmptyState } from '../components/states.tsx';
import { useSession } from './session.tsx';

/** Whether the user's role allows it. The server decides; pages ask so that they offer nothing that it would refuse. */
export const useMay = (need: Need): boolean => mayDo(useSession().user.role, need);

/** Buttons and the like, for those who may do what they do. */
export function Only({ need, children }: { need: Need; children: ReactNode }) {
  return useMay(need) ? children : null;
}

/** A page that is of use only to those who may do what it is for; others are told so. */
export function PageOnly({ need, children }: { need: Need; children: ReactNode }) {
  const reason = useRefusal(need);
  if (reason === null) return children;
  return (
    <EmptyState icon="key" title="Not allowed">
      {reason}
    </EmptyState>
  );
}

/** For entries of menus that do what is needed: greyed out with the reason where the role does not allow it. */
export function useGuard(need: Need): (entry: MenuEntry) => MenuEntry {
  const reason = useRefusal(need);
  return (entry) => (reason === null ? entry : { ...entry, disabled: true, hint: reason });
}

function useRefusal(need: Need): string | null {
  const { role } = useSession().user;
  return mayDo(role, need) ? null : `Your role is ${role}; this needs the role ${rolesFor(need)}`;
}
