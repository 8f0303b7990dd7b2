import { sql } from '../../sql.ts';

/** The condition that point `p` is neither NaN nor infinite. */
export const FINITE = sql.raw(`p.value > '-Infinity' and p.value < 'Infinity'`);

/** Its value as a summand: Postgres fails where a sum of finite numbers is none. */
export const SUMMAND = sql.raw('greatest(-1e300, least(1e300, p.value))');
