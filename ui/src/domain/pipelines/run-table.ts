import type { RunSummary } from '../../../../workflows/contracts/pipeline-api.ts';
import type { Sort } from '../../components/data-table/types.ts';
import { toDate } from '../format.ts';
import { statusLook } from '../status.ts';
import { toText } from './parameter-input.ts';
import { describeCounts } from './step-state.ts';

export interface RunFilters {
  search: string;
  status: string[];
}

/** Runs whose number, name, version, tags, user or parameters contain the text. */
export function filterRuns(runs: RunSummary[], { search, status }: RunFilters): RunSummary[] {
  const wanted = search.trim().toLowerCase();
  return runs.filter((run) => {
    if (status.length > 0 && !status.includes(run.status)) return false;
    return wanted === '' || searchedText(run).includes(wanted);
  });
}

const searchedText = ({ id, number, name, version, tags, user, parameters }: RunSummary): string =>
  [`#${number}`, id, name, version, user, ...tags, ...Object.entries(parameters).map(([key, value]) => `${key}=${toText(value)}`)]
    .join('\n')
    .toLowerCase();

type Cell = string | number | null;

/** A column of the table by its key: what it sorts by, and what a file of it says. `parameter:` and `metric:` lead the names of those. */
export function runCell(run: RunSummary, key: string): Cell {
  if (key.startsWith('parameter:')) return sortable(run.parameters[key.slice('parameter:'.length)]);
  if (key.startsWith('metric:')) return run.metrics?.[key.slice('metric:'.length)] ?? null;
  switch (key) {
    case 'status':
      return statusLook(run.status).label;
    case 'tags':
      return run.tags.join(' ');
    case 'runtime':
      return runSeconds(run);
    case 'steps':
      return describeCounts(run.steps);
    case 'number':
      return run.number;
    case 'version':
    case 'user':
    case 'started':
    case 'completed':
    case 'updated':
    case 'name':
    case 'id':
      return run[key] ?? null;
    default:
      return null;
  }
}

function sortable(value: unknown): Cell {
  if (typeof value === 'number') return value;
  return value === undefined || value === null ? null : toText(value);
}

function runSeconds({ started, completed }: RunSummary): number | null {
  const from = toDate(started)?.getTime();
  if (from === undefined) return null;
  return Math.round(((toDate(completed)?.getTime() ?? Date.now()) - from) / 1000);
}

/** Those without a value come last, whichever way it is sorted. */
export function sortRuns(runs: RunSummary[], { key, descending }: Sort): RunSummary[] {
  const direction = descending ? -1 : 1;
  return runs.toSorted((one, other) => {
    const [a, b] = [runCell(one, key), runCell(other, key)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * direction;
    return String(a).localeCompare(String(b), undefined, { numeric: true }) * direction;
  });
}

export const parameterNames = (runs: RunSummary[]): string[] => namesOf(runs.map(({ parameters }) => parameters));
export const metricNames = (runs: RunSummary[]): string[] => namesOf(runs.map(({ metrics }) => metrics ?? {}));

const namesOf = (records: object[]): string[] => [...new Set(records.flatMap((record) => Object.keys(record)))].sort();

/** The rows as comma-separated values (RFC 4180), with a heading. */
export function toCsv(runs: RunSummary[], columns: { key: string; title: string }[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...runs.map((run) => columns.map(({ key }) => String(runCell(run, key) ?? ''))),
  ];
  return lines.map((cells) => cells.map(quoted).join(',')).join('\r\n');
}

/** What a spreadsheet would take for a formula is led by an apostrophe. */
function quoted(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
