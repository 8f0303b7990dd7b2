import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { loadSweep } from '../../cli/sweeps/load-sweep.ts';
import { isPipelineDefinition } from '../../sdk/pipelines/index.ts';
import { isSweepDefinition } from '../../sdk/sweeps/index.ts';

const folder = (name: string) => new URL(`../../examples/${name}/`, import.meta.url);
const filesOf = async (name: string, pattern: RegExp) =>
  (await readdir(folder(name))).filter((file) => pattern.test(file)).sort();
/** Shared by the others. */
const HELPERS = ['packages.ts'];

describe('the examples of pipelines and sweeps', () => {
  it('are sound pipelines, each of another name', async () => {
    const files = (await filesOf('pipelines', /\.ts$/)).filter((file) => !HELPERS.includes(file));
    assert.ok(files.length >= 11);
    const names = new Set<string>();
    for (const file of files) {
      const { default: definition } = await import(new URL(file, folder('pipelines')).href);
      assert.ok(isPipelineDefinition(definition), file);
      assert.equal(`${definition.spec.name}.ts`, file);
      assert.equal(definition.spec.project, 'Perdura examples');
      names.add(definition.spec.name);
    }
    assert.equal(names.size, files.length);
  });

  it('are sound sweeps', async () => {
    const files = await filesOf('sweeps', /\.(ts|yaml)$/);
    assert.ok(files.length >= 5);
    for (const file of files) assert.ok(isSweepDefinition(await loadSweep(new URL(file, folder('sweeps')).pathname)), file);
  });
});
