import assert from 'node:assert/strict';
import { lastState, parseAnsi, stripAnsi } from '../../../ui/src/domain/ansi.ts';

describe('console colours', () => {
  it('leave a plain line as one span', () => {
    assert.deepEqual(parseAnsi('loss 0.1'), [{ text: 'loss 0.1' }]);
  });

  it('begin and end where the sequences say', () => {
    assert.deepEqual(parseAnsi('a \x1b[1;31mred\x1b[0m b'), [
      { text: 'a ' },
      { text: 'red', bold: true, foreground: 'var(--ansi-1)' },
      { text: ' b' },
    ]);
  });

  it('know bright, indexed and true colours', () => {
    const [bright, indexed, gray, rgb] = parseAnsi('\x1b[92ma\x1b[38;5;196mb\x1b[38;5;232mc\x1b[38;2;1;2;3md');
    assert.equal(bright?.foreground, 'var(--ansi-10)');
    assert.equal(indexed?.foreground, 'rgb(255 0 0)');
    assert.equal(gray?.foreground, 'rgb(8 8 8)');
    assert.equal(rgb?.foreground, 'rgb(1 2 3)');
  });

  it('are left out together with cursor movements and links', () => {
    assert.equal(stripAnsi('\x1b[2K\x1b[1Gdone\x1b[32m!\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07'), 'done! link');
    assert.deepEqual(parseAnsi('\x1b[2Kdone'), [{ text: 'done' }]);
  });

  it('show of a progress bar what a terminal would show last', () => {
    assert.equal(lastState(' 10%\r 50%\r100%'), '100%');
    assert.equal(lastState('windows line\r'), 'windows line');
  });
});
