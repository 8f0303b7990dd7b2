import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutoscalerView, ScalerEventView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { fetchScalerEvents } from '../../api/autoscalers.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { EmptyNote } from '../../components/empty-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { eventLook, kindsOf } from '../../domain/scalers/event-looks.ts';
import { noteSubject, withLocalTimes } from '../../domain/scalers/scaler-text.ts';
import classes from './autoscaler-page.module.css';
import { useMachineAddress } from './use-machine-address.ts';

/** What it did and why, and why it does no more now. */
export function DecisionsPanel({ scaler }: { scaler: AutoscalerView }) {
  const [kind, setKind] = useState<string | null>(null);
  const query = useQuery({
    queryKey: queryKeys.autoscalerEvents(scaler.id),
    queryFn: ({ signal }) => fetchScalerEvents(scaler.id, signal),
  });
  return (
    <Panel
      title="Decisions"
      flush
      actions={
        <Select
          aria-label="Kind of decision"
          placeholder="All"
          w={150}
          clearable
          data={kindsOf(query.data ?? []).map((value) => ({ value, label: eventLook(value).label }))}
          value={kind}
          onChange={setKind}
        />
      }
    >
      <Notes scaler={scaler} />
      <QueryView query={query}>
        {(events) => <EventTable events={events.filter((event) => kind === null || event.kind === kind)} />}
      </QueryView>
    </Panel>
  );
}

/** What the last look left undone, with the reason. */
function Notes({ scaler: { notes, lastLook } }: { scaler: AutoscalerView }) {
  if (notes.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label="Notes of the last look">
      {notes.map((note, index) => (
        <li key={index}>
          {noteSubject(note) && <strong>{noteSubject(note)}: </strong>}
          {withLocalTimes(note.text)}
          {index === 0 && lastLook && (
            <span className="dim">
              {' '}
              (<TimeAgo value={lastLook} />)
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function EventTable({ events }: { events: ScalerEventView[] }) {
  const { setMachine } = useMachineAddress();
  if (events.length === 0) return <EmptyNote text="Nothing yet" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.log} tabIndex={0} aria-label="Log of decisions">
      <RecordTable<ScalerEventView>
        label="Decisions"
        rows={events}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'WHEN',
            width: 92,
            render: ({ at }) => (
              <span className={classes.when}>
                <TimeAgo value={at} />
              </span>
            ),
          },
          {
            title: 'WHAT',
            width: 100,
            render: ({ kind }) => <span className={eventLook(kind).wrong ? 'wrong' : undefined}>{eventLook(kind).label}</span>,
          },
          { title: 'WHY', render: ({ text }) => withLocalTimes(text) },
          {
            title: 'MACHINE',
            width: 84,
            render: ({ machine }) =>
              machine && (
                <button type="button" className={classes.link} title={machine} onClick={() => setMachine(machine)}>
                  Show it
                </button>
              ),
          },
          { title: 'WHO', width: 118, render: ({ actor }) => actor },
        ]}
      />
    </section>
  );
}
