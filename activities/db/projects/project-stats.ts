import { TASK_STATUSES, type TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface ProjectStats {
  status_count: Record<TaskStatus, number>;
  total_tasks: number;
  /** Seconds that its tasks have run. */
  total_runtime: number;
  completed_tasks_24h: number;
  last_task_run: string | null;
}

interface StatsRow {
  id: string;
  archived: boolean;
  status: TaskStatus;
  tasks: number;
  runtime: number;
  recent: number;
  last_run: string | null;
}

/** Numbers on the tasks of projects, with those below them: live ones and archived ones apart. */
export async function projectStats(
  em: Em,
  projects: string[],
): Promise<Map<string, { active: ProjectStats; archived: ProjectStats }>> {
  const rows = await query<StatsRow>(
    em,
    sql`select top.id, 'archived' = any(t.system_tags) as archived, t.status, count(*)::int as tasks,
          coalesce(sum(extract(epoch from coalesce(t.completed, case when t.status = 'in_progress' then now() end) - t.started)), 0)::float8 as runtime,
          (count(*) filter (where t.completed > now() - interval '24 hours'))::int as recent, max(t.started)::text as last_run
        from projects top join projects p on p.id = top.id or starts_with(p.name, top.name || '/') join tasks t on t.project = p.id
        where top.id = any(${projects}::text[]) group by 1, 2, 3`,
  );
  const byProject = Map.groupBy(rows, (row) => row.id);
  return new Map(
    projects.map((id) => {
      const own = byProject.get(id) ?? [];
      return [
        id,
        { active: summarise(own.filter((row) => !row.archived)), archived: summarise(own.filter((row) => row.archived)) },
      ];
    }),
  );
}

function summarise(rows: StatsRow[]): ProjectStats {
  const counts = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>;
  for (const row of rows) counts[row.status] = row.tasks;
  const total = (key: 'tasks' | 'runtime' | 'recent') => rows.reduce((sum, row) => sum + row[key], 0);
  return {
    status_count: counts,
    total_tasks: total('tasks'),
    total_runtime: Math.round(total('runtime')),
    completed_tasks_24h: total('recent'),
    last_task_run:
      rows
        .map((row) => row.last_run)
        .filter((run) => run !== null)
        .toSorted()
        .at(-1) ?? null,
  };
}

/** How many tasks and models projects hold themselves, not counting those below. */
export const ownContents = (em: Em, projects: string[]) =>
  query<{ id: string; own_tasks: number; own_models: number }>(
    em,
    sql`select p.id, (select count(*) from tasks t where t.project = p.id)::int as own_tasks,
          (select count(*) from models m where m.project = p.id)::int as own_models
        from projects p where p.id = any(${projects}::text[])`,
  );

/** The projects below others. */
export const subProjects = (em: Em, projects: string[]) =>
  query<{ top: string; id: string; name: string }>(
    em,
    sql`select top.id as top, p.id, p.name from projects top join projects p on starts_with(p.name, top.name || '/')
        where top.id = any(${projects}::text[]) order by p.name`,
  );
