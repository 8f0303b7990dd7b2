import type { ScalerEventView } from '../../../../workflows/contracts/autoscaler-api.ts';

interface EventLook {
  label: string;
  /** Something that a person may have to see to. */
  wrong?: boolean;
}

const LOOKS: Record<string, EventLook> = {
  launch: { label: 'Launch' },
  joined: { label: 'Joined' },
  end: { label: 'End' },
  gone: { label: 'Gone' },
  refused: { label: 'Refused', wrong: true },
  interrupted: { label: 'Taken back', wrong: true },
  change: { label: 'Change' },
  note: { label: 'Note' },
};

/** How a kind of event is called; one that is not known, by its own name. */
export const eventLook = (kind: string): EventLook => LOOKS[kind] ?? { label: kind };

/** Kinds that there are, in the order of the table above. */
export function kindsOf(events: ScalerEventView[]): string[] {
  const found = new Set(events.map(({ kind }) => kind));
  const known = Object.keys(LOOKS).filter((kind) => found.delete(kind));
  return [...known, ...found];
}
