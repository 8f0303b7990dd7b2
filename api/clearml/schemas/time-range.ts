import { z } from 'zod';

/** The year 9999: what Postgres still knows as a time. */
const LATEST = 253_370_764_800;
const LONGEST_INTERVAL = 10_000_000;

/** Seconds since the epoch, and how many of them one point stands for. */
export const timeRange = z.object({
  from_date: z.number().min(0).max(LATEST),
  to_date: z.number().min(0).max(LATEST),
  interval: z.int().min(1).max(LONGEST_INTERVAL),
});
