import { z } from 'zod';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { Fault } from '../../../workflows/domain/sweeps/check-space.ts';
import { checkSpec } from '../../../workflows/domain/sweeps/check-spec.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { sweepSpec } from './sweep-schema.ts';

/** Name of the configuration object that holds a sweep's definition. */
export const SPEC_ITEM = 'Sweep';

/**
 * The definition of a sweep, as its record has it and not checked again.
 * @throws Refusal `taskNotFound`, `invalid` when the task has none
 */
export async function readSpec(em: Em, sweep: string): Promise<SweepSpec> {
  const [row] = await query<{ spec: string | null }>(
    em,
    sql`select configuration -> ${SPEC_ITEM} ->> 'value' as spec from tasks where id = ${sweep}`,
  );
  if (!row) throw new Refusal('taskNotFound', `sweep ${sweep} does not exist`, { field: 'sweep', data: { id: sweep } });
  if (!row.spec)
    throw new Refusal('invalid', `task ${sweep} has no configuration object "${SPEC_ITEM}": it is no sweep`, { field: 'sweep' });
  return parseJson(row.spec) as SweepSpec;
}

/**
 * Reads a definition that a person may have written.
 * @throws Refusal `invalid` with the first field at fault
 */
export function parseSpec(value: unknown): SweepSpec {
  const parsed = sweepSpec.safeParse(value);
  if (!parsed.success)
    throw new Refusal('invalid', z.prettifyError(parsed.error), { field: parsed.error.issues[0]?.path.join('.') || 'spec' });
  refuseFaults(checkSpec(parsed.data));
  return parsed.data;
}

/** @throws Refusal `invalid` naming all that is wrong, if anything is */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new Refusal('invalid', faults.map(({ field, message }) => `${field}: ${message}`).join('; '), {
    field: faults[0]?.field ?? '',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', `configuration object "${SPEC_ITEM}" is no JSON`, { field: SPEC_ITEM });
  }
}
