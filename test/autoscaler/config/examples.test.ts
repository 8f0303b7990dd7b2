import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { readAutoscalerFile } from '../../../cli/autoscalers/read-file.ts';

const FOLDER = new URL('../../../examples/autoscaler/', import.meta.url);

describe('the examples of autoscalers', () => {
  it('can be used as they are', async () => {
    const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml'));
    assert.deepEqual(files.toSorted(), ['aws_autoscaler.yaml', 'docker.yaml', 'gcp.yaml']);
    for (const file of files) parseConfiguration(readAutoscalerFile(fileURLToPath(new URL(file, FOLDER)), {}));
  });

  it("have ClearML's file byte for byte", async () => {
    const bytes = await readFile(new URL('aws_autoscaler.yaml', FOLDER));
    assert.equal(
      createHash('sha256').update(bytes).digest('hex'),
      '36cd9bbc60174b49d7e930fcad57ef721b6a086af278e37cbbf4fbe7be91daa3',
    );
  });
});
