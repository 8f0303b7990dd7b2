import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Addresses of what a task has stored, by what it is. */
export interface FileUrls {
  artifact_urls: string[];
  event_urls: string[];
  model_urls: string[];
}

/** Addresses of a task's output artifacts and of the images that its events show. */
export async function collectTaskFiles(em: Em, task: string): Promise<Omit<FileUrls, 'model_urls'>> {
  const [row] = await query<{ artifacts: string[] }>(
    em,
    sql`select array(select distinct a ->> 'uri' from jsonb_array_elements(artifacts) a
          where a ->> 'mode' = 'output' and coalesce(a ->> 'uri', '') <> '') as artifacts
        from tasks where id = ${task}`,
  );
  return { artifact_urls: row?.artifacts ?? [], event_urls: await collectEventFiles(em, { owner: task, ofModel: false }) };
}

/** Addresses of debug samples, and of images that stand in plots. */
export async function collectEventFiles(em: Em, { owner, ofModel }: { owner: string; ofModel: boolean }): Promise<string[]> {
  const rows = await query<{ url: string }>(
    em,
    sql`select distinct url from debug_images where owner = ${owner} and of_model = ${ofModel}
        union
        select distinct found[1] from plots, regexp_matches(plot_str, '"source": ?"(https?://[^"]+)"', 'g') as found
          where owner = ${owner} and of_model = ${ofModel}`,
  );
  return rows.map(({ url }) => url);
}

/** Every address once. */
export const allUrls = (urls: FileUrls): string[] => [
  ...new Set([...urls.artifact_urls, ...urls.event_urls, ...urls.model_urls]),
];
