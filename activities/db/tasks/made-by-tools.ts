import { type Sql, sql } from '../sql.ts';

/**
 * Whether a task `t` was made by a tool for itself, rather than by a person: it lies in a hidden project, is a step of a pipeline, or a trial
 * of a sweep. A copy of a controller is a person's: it has the controller's own type.
 */
export const MADE_BY_TOOLS: Sql = sql`(
  exists (select from projects hidden where hidden.id = t.project and 'hidden' = any(hidden.system_tags))
  or exists (
    select from tasks maker where maker.id = t.parent and maker.type <> t.type
      and (maker.type = 'optimizer' or (maker.type = 'controller' and 'pipeline' = any(maker.system_tags)))
  )
)`;
