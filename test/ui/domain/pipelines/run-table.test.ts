import assert from 'node:assert/strict';
import { filterRuns, parameterNames, runCell, sortRuns, toCsv } from '../../../../ui/src/domain/pipelines/run-table.ts';
import type { RunSummary } from '../../../../workflows/contracts/pipeline-api.ts';

const run = (number: number, more: Partial<RunSummary> = {}): RunSummary => ({
  id: `r${number}`,
  number,
  name: 'p',
  version: `1.${number}`,
  engine: 'perdura',
  status: 'completed',
  statusReason: '',
  user: 'ann',
  tags: [],
  archived: false,
  created: '2026-01-01T00:00:00Z',
  started: '2026-01-01T00:00:00Z',
  completed: '2026-01-01T00:01:00Z',
  steps: { completed: 3 },
  parameters: {},
  ...more,
});

describe('the table of runs', () => {
  const runs = [
    run(1, { parameters: { lr: 0.1 }, status: 'failed' }),
    run(2, { parameters: { lr: 0.02, set: 'digits' } }),
    run(10, { tags: ['nightly'] }),
  ];
  const numbers = (some: RunSummary[]) => some.map(({ number }) => number);

  it('sorts figures as figures, and puts those without a value last both ways', () => {
    assert.deepEqual(numbers(sortRuns(runs, { key: 'parameter:lr', descending: false })), [2, 1, 10]);
    assert.deepEqual(numbers(sortRuns(runs, { key: 'parameter:lr', descending: true })), [1, 2, 10]);
    assert.deepEqual(numbers(sortRuns(runs, { key: 'version', descending: false })), [1, 2, 10]);
  });

  it('finds runs by number, tag and parameter, and by state', () => {
    assert.deepEqual(numbers(filterRuns(runs, { search: '#10', status: [] })), [10]);
    assert.deepEqual(numbers(filterRuns(runs, { search: 'NIGHTLY', status: [] })), [10]);
    assert.deepEqual(numbers(filterRuns(runs, { search: 'set=digits', status: [] })), [2]);
    assert.deepEqual(numbers(filterRuns(runs, { search: '', status: ['failed'] })), [1]);
  });

  it('has a column for every parameter that some run has', () => assert.deepEqual(parameterNames(runs), ['lr', 'set']));

  it('counts the run time in seconds', () => assert.equal(runCell(runs[0]!, 'runtime'), 60));

  it('writes values that a spreadsheet reads as they are, and none that it would execute', () => {
    const risky = run(3, { user: '=cmd()', parameters: { note: 'a, "b"\nc', layers: [64, 32], shift: -0.5 } });
    const columns = ['number', 'user', 'parameter:note', 'parameter:layers', 'parameter:shift'].map((key) => ({
      key,
      title: key,
    }));
    assert.equal(
      toCsv([risky], columns),
      'number,user,parameter:note,parameter:layers,parameter:shift\r\n3,\'=cmd(),"a, ""b""\nc","[64,32]",-0.5',
    );
  });
});
