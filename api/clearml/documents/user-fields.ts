import { sql } from '../../../activities/db/sql.ts';
import { COMPANY } from './company.ts';
import { constant, type DocumentField, date, plain } from './document.ts';

export const USER_FIELDS: readonly DocumentField[] = [
  plain('id', sql`u.id`),
  plain('name', sql`u.name`),
  plain('role', sql`u.role`),
  constant('company', COMPANY.id),
  date('created', sql`u.created`),
];
