import assert from 'node:assert/strict';
import { eventLook, kindsOf } from '../../../../ui/src/domain/scalers/event-looks.ts';
import { headline, noteSubject, spendText, withLocalTimes } from '../../../../ui/src/domain/scalers/scaler-text.ts';

const budget = { hoursPerDay: null, costPerDay: null, atLimit: 'end' as const };
const event = (id: number, kind: string) => ({ id, at: '', machine: null, kind, text: '', actor: '' });

describe('what an autoscaler says in a line', () => {
  it('is its spend against the limits that there are', () => {
    const spentToday = { hours: 3.25, cost: 1.5 };
    assert.equal(spendText({ spentToday, budget }), '$1.50');
    assert.equal(spendText({ spentToday, budget: { ...budget, costPerDay: 20 } }), '$1.50 of $20.00');
    assert.equal(spendText({ spentToday, budget: { ...budget, hoursPerDay: 8 } }), '3.25 h of 8 h · $1.50');
  });

  it('is that the cloud cannot be asked before anything else, and nothing when all goes well', () => {
    const notes = [
      { queue: 'q', resource: 'r', text: 'one' },
      { queue: null, resource: null, text: 'two' },
    ];
    assert.equal(headline({ cloudError: 'AuthFailure', notes }), 'AuthFailure');
    assert.equal(headline({ cloudError: null, notes }), 'one · two');
    assert.equal(headline({ cloudError: null, notes: [] }), '');
    assert.deepEqual(notes.map(noteSubject), ['q, r', '']);
  });

  it('has the times of the server as clocks here show them', () => {
    const text = withLocalTimes('next try 2026-11-26T02:50:13.081Z: no capacity');
    assert.match(text, /^next try .*2026.*: no capacity$/);
    assert.doesNotMatch(text, /T02:50/);
  });
});

describe('kinds of decisions', () => {
  it('are offered as far as there are any, known ones in their order', () => {
    assert.deepEqual(kindsOf([event(1, 'gone'), event(2, 'moved'), event(3, 'launch'), event(4, 'gone')]), [
      'launch',
      'gone',
      'moved',
    ]);
    assert.deepEqual([eventLook('interrupted').label, eventLook('moved').label], ['Taken back', 'moved']);
  });
});
