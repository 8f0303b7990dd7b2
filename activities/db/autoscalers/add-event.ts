import type { ScalerEventKind } from '../entities/scaler.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface NewScalerEvent {
  scaler: string;
  machine: string | null;
  kind: ScalerEventKind;
  text: string;
  actor: string;
  at: Date;
}

export async function addScalerEvent(em: Em, { scaler, machine, kind, text, actor, at }: NewScalerEvent): Promise<void> {
  await query(
    em,
    sql`insert into scaler_events (scaler, machine, kind, text, actor, at)
        values (${scaler}, ${machine}, ${kind}, ${text}, ${actor}, ${at})`,
  );
}
