import { z } from 'zod';

/** Kinds of fields. What may be left out may also be null or empty, as ClearML's wizard writes it. The messages say what is allowed. */

/** A map with known keys alone. */
export function section<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? keys : `a map of ${keys}`) });
}

export const text = (fallback = '') =>
  z
    .string({ error: 'text' })
    .nullish()
    .transform((value) => value || fallback);

export const optionalText = () => text().transform((value) => value || null);

export const requiredText = (what: string) => z.string({ error: what }).trim().min(1, { error: what });

export const flag = (fallback: boolean) =>
  z
    .boolean({ error: 'true or false' })
    .nullish()
    .transform((value) => value ?? fallback);

export const positive = () => z.number({ error: ABOVE_ZERO }).positive({ error: ABOVE_ZERO });
const ABOVE_ZERO = 'a number above 0';

export const whole = (min: number, max = 100_000) => {
  const error = `a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

export const optional = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? null);

/** `us-west-2a`, `us-west-2a, us-west-2b` or a list. */
export const names = (what: string) =>
  z
    .union([z.string(), z.array(z.string())], { error: `${what}, several separated by commas or as a list` })
    .nullish()
    .transform((value) => splitNames(value ?? []));

const splitNames = (value: string | string[]): string[] =>
  (typeof value === 'string' ? value.split(',') : value).map((name) => name.trim()).filter((name) => name !== '');
