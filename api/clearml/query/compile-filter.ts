import { Refusal } from '../../../activities/db/errors.ts';
import { type Sql, sql } from '../../../activities/db/sql.ts';
import type { Collection, Field } from './collection.ts';
import { dateCondition } from './dates.ts';
import { arrayCondition, oneValueCondition, parseList } from './list-filter.ts';
import { matchesPattern } from './pattern.ts';
import type { ListRequest, MultiField } from './request.ts';

/**
 * The condition that a `get_all` request makes; fields that documents do not have are ignored.
 * @throws Refusal `invalid`, `badPattern` naming the field
 */
export function compileFilter(collection: Collection, request: ListRequest): Sql {
  const conditions = [
    ...Object.entries(request).map(([path, value]) => fieldCondition(collection, path, value)),
    multiField(collection, request._all_ ?? request._and_, '_all_'),
    multiField(collection, request._any_ ?? request._or_, '_any_'),
    searchText(collection, request.search_text),
    hiddenCondition(collection, request),
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function fieldCondition(collection: Collection, path: string, value: unknown): Sql | null {
  if (value === null || value === undefined) return null;
  const field = collection.field(path);
  return field && valueCondition(field, path, value);
}

function valueCondition(field: Field, path: string, value: unknown): Sql | null {
  switch (field.kind) {
    case 'text':
      if (field.pattern && typeof value === 'string')
        return value === '' ? null : matchesPattern(field.sql, value, { field: path, ignoreCase: false });
      return oneValueCondition(field.sql, parseList(listOf(value, path)));
    case 'list':
      return arrayCondition(field.sql, parseList(listOf(value, path)));
    case 'date':
      return dateCondition(field.sql, value, path);
    case 'number':
      return numberCondition(field.sql, value, path);
    case 'boolean':
      if (typeof value !== 'boolean') throw invalid(path, value, 'true or false');
      return value ? field.sql : sql`not ${field.sql}`;
  }
}

function listOf(value: unknown, path: string): (string | null)[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((item) => item === null || typeof item === 'string')) return value;
  throw invalid(path, value, 'a text or a list of texts');
}

/** A number, or a range `[least, most]` with null for an open end. */
function numberCondition(column: Sql, value: unknown, path: string): Sql | null {
  if (typeof value === 'number') return sql`${column} = ${value}::float8`;
  const isRange = Array.isArray(value) && value.length === 2 && value.every((end) => end === null || typeof end === 'number');
  if (!isRange) throw invalid(path, value, 'a number or a range [least, most] with null for an open end');
  const [least, most] = value as [number | null, number | null];
  if (least === null && most === null) return null;
  const atLeast = least === null ? sql`true` : sql`${column} >= ${least}::float8`;
  return sql`(${atLeast} and ${most === null ? sql`true` : sql`${column} <= ${most}::float8`})`;
}

/** `_all_` and `_any_`: one pattern, or one time condition, over several fields. */
function multiField(collection: Collection, request: MultiField | null | undefined, name: '_all_' | '_any_'): Sql | null {
  if (!request?.fields || request.fields.length === 0) return null;
  const conditions = request.fields.map((path) => multiFieldCondition(collection, path, request)).filter((part) => part !== null);
  if (conditions.length === 0) return null;
  return sql`(${sql.join(conditions, name === '_all_' ? sql` and ` : sql` or `)})`;
}

function multiFieldCondition(collection: Collection, path: string, { pattern, datetime }: MultiField): Sql | null {
  const field = collection.field(path);
  if (datetime !== undefined && datetime !== null)
    return field?.kind === 'date' ? dateCondition(field.sql, datetime, path) : sql`false`;
  if (!pattern) return null;
  if (!field) return sql`false`;
  if (field.kind !== 'list') return matchesPattern(sql`(${field.sql})::text`, pattern, { field: path, ignoreCase: true });
  const matches = matchesPattern(sql.ref('item'), pattern, { field: path, ignoreCase: true });
  return sql`exists (select from unnest(${field.sql}) as item where ${matches})`;
}

function searchText(collection: Collection, text: string | null | undefined): Sql | null {
  if (!text) return null;
  const conditions = collection.searched
    .map((path) => collection.field(path))
    .filter((field) => field !== null)
    .map((field) => sql`strpos(lower((${field.sql})::text), lower(${text})) > 0`);
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** Hidden documents are found by id, or by who asks for them. */
function hiddenCondition({ systemTags }: Collection, request: ListRequest): Sql | null {
  const asksById = Array.isArray(request.id) ? request.id.length > 0 : Boolean(request.id);
  if (!systemTags || request.search_hidden || asksById) return null;
  return sql`not 'hidden' = any(${systemTags})`;
}

function invalid(field: string, value: unknown, allowed: string): Refusal {
  const shown = JSON.stringify(value)?.slice(0, 60);
  return new Refusal('invalid', `Validation error (error for field '${field}': ${shown} is not allowed; ${allowed})`, {
    field,
    data: { field },
  });
}
