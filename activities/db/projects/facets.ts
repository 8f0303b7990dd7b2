import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import { inProjects } from './subtree.ts';

export interface Scope {
  /** Project ids; everything when empty. */
  projects?: string[] | null | undefined;
  /** Counts in what is below them; default true. */
  below?: boolean | null | undefined;
}

/** The condition that a row's `project` lies in the scope. */
export const inScope = ({ projects, below }: Scope, column: Sql = sql.ref('project')): Sql =>
  projects && projects.length > 0 ? inProjects(column, projects, { below: below ?? true }) : sql`true`;

/** The tags in use. */
export async function tagsInUse(
  em: Em,
  table: 'tasks' | 'models' | 'projects' | 'queues',
  { scope, filter }: { scope: Scope; filter?: { tags?: string[] | null; system_tags?: string[] | null } | null | undefined },
): Promise<{ tags: string[]; system_tags: string[] }> {
  const where = sql.join(
    [
      table === 'queues' ? sql`true` : inScope(scope, sql.ref(table === 'projects' ? 'projects.id' : 'project')),
      filter?.tags?.length ? sql`tags @> ${filter.tags}::text[]` : sql`true`,
      filter?.system_tags?.length ? sql`system_tags @> ${filter.system_tags}::text[]` : sql`true`,
    ],
    sql` and `,
  );
  const [row] = await query<{ tags: string[]; system_tags: string[] }>(
    em,
    sql`select array(select distinct unnest(tags) as tag from ${sql.table(table)} where ${where} order by tag) as tags,
          array(select distinct unnest(system_tags) as tag from ${sql.table(table)} where ${where} order by tag) as system_tags`,
  );
  return row ?? { tags: [], system_tags: [] };
}

/** Names of parameters by section. */
export const parameterNames = (em: Em, scope: Scope): Promise<{ section: string; name: string }[]> =>
  query(
    em,
    sql`select distinct s.key collate "C" as section, p.key collate "C" as name from tasks, jsonb_each(hyperparams) s, jsonb_each(s.value) p
        where ${inScope(scope)} order by section, name`,
  );

/** Values that a parameter has had. */
export async function parameterValues(
  em: Em,
  { scope, section, name }: { scope: Scope; section: string; name: string },
): Promise<string[]> {
  const rows = await query<{ value: string }>(
    em,
    sql`select distinct hyperparams #>> ${[section, name, 'value']}::text[] as value from tasks
        where ${inScope(scope)} and hyperparams #> ${[section, name]}::text[] is not null order by value`,
  );
  return rows.map((row) => row.value);
}

export interface MetricVariant {
  metric: string;
  metric_hash: string;
  variant: string;
  variant_hash: string;
}

/** Curves that the tasks, or the models, have. */
export const metricVariants = (
  em: Em,
  { scope, ofModels, ids }: { scope: Scope; ofModels: boolean; ids?: string[] | null | undefined },
): Promise<MetricVariant[]> =>
  query(
    em,
    sql`select distinct s.metric, s.metric_hash, s.variant, s.variant_hash from series s
        join ${sql.table(ofModels ? 'models' : 'tasks')} o on o.id = s.owner
        where s.of_model = ${ofModels} and ${inScope(scope, sql.ref('o.project'))}
          and (${ids ?? null}::text[] is null or o.id = any(${ids ?? null}::text[]))
        order by s.metric, s.variant`,
  );

/** Tasks that are parents of others. */
export const taskParents = (em: Em, { scope, archived }: { scope: Scope; archived: boolean | null }) =>
  query<{ id: string; name: string; project: string | null; project_name: string | null }>(
    em,
    sql`select p.id, p.name, nullif(p.project, '') as project, j.name as project_name from tasks p left join projects j on j.id = p.project
        where p.id in (select parent from tasks where parent is not null and ${inScope(scope)}
          and (${archived}::boolean is null or 'archived' = any(system_tags) = ${archived}))
        order by p.name, p.id`,
  );

/** People who have made tasks or models. */
export const userNames = (em: Em, { scope, table }: { scope: Scope; table: 'tasks' | 'models' }) =>
  query<{ id: string; name: string }>(
    em,
    sql`select id, name from users where id in (select user_id from ${sql.table(table)} where ${inScope(scope)}) order by name, id`,
  );

export const metadataKeys = async (em: Em, scope: Scope): Promise<string[]> =>
  (
    await query<{ key: string }>(
      em,
      sql`select distinct key collate "C" as key from models, jsonb_object_keys(metadata) as key where ${inScope(scope)} order by key`,
    )
  ).map((row) => row.key);

export const metadataValues = async (em: Em, scope: Scope, key: string): Promise<string[]> =>
  (
    await query<{ value: string }>(
      em,
      sql`select distinct metadata #>> ${[key, 'value']}::text[] as value from models
          where ${inScope(scope)} and metadata #> ${[key]}::text[] is not null order by value`,
    )
  ).map((row) => row.value);
