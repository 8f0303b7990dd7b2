type Fields = Record<string, unknown>;

/** Fields of an autoscaler's file that hold numbers, wherever they stand. */
const NUMBERS = new Set([
  'max_idle_time_min',
  'max_spin_up_time_min',
  'polling_interval_time_min',
  'max_instances',
  'hours_per_day',
  'cost_per_day',
  'hourly_price',
  'ebs_volume_size',
  'disk_size_gb',
  'gpu_count',
  'cpus',
  'memory_gib',
  'gpus',
]);

/** What a field of the file is as a text to edit: lists by commas, maps as `owner=me, team=vision`. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(fieldText).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, one]) => `${key}=${fieldText(one)}`)
      .join(', ');
  return String(value);
}

/** The number that a text stands for; what is none stays as it is, for the check to say so. */
export function readNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

/** Texts that were typed into fields of numbers, as numbers; an empty one is left out. */
export const readNumbers = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      if (!NUMBERS.has(key) || typeof value !== 'string') return [[key, value]];
      return value.trim() === '' ? [] : [[key, readNumber(value)]];
    }),
  );
