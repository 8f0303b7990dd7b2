const RUNS = '/.pipelines/';

/** Project and name of a pipeline from the path of the hidden project of its runs. */
export function splitRunsProject(path: string): { project: string; name: string } {
  const at = path.lastIndexOf(RUNS);
  return at < 0 ? { project: path, name: path } : { project: path.slice(0, at), name: path.slice(at + RUNS.length) };
}
