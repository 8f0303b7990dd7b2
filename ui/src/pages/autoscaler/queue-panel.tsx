import { Link } from 'react-router';
import type { AutoscalerView, ScalerQueueView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { changeAutoscaler } from '../../api/autoscalers.ts';
import { useMay } from '../../app/rights.tsx';
import { InlineNumber } from '../../components/inline-number.tsx';
import { Panel } from '../../components/panel.tsx';
import { useNow } from '../../components/use-now.ts';
import { formatCount, formatPrice } from '../../domain/format.ts';
import { withMaximum } from '../../domain/scalers/change-queues.ts';
import { useChangeAutoscaler } from '../../queries/use-autoscaler.ts';
import { useQueues } from '../../queries/use-queues.ts';
import classes from './autoscaler-page.module.css';

type QueueResource = ScalerQueueView['resources'][number];

/** Which queue uses which resources, in their order, and how many of each there may be: the maximum is changed in its cell. */
export function QueuePanel({ scaler }: { scaler: AutoscalerView }) {
  return (
    <Panel title="Queues and resources" flush>
      <table className={classes.queues} aria-label="Queues and resources">
        <thead>
          <tr>
            <th scope="col">QUEUE</th>
            <th scope="col" data-align="right">
              WAITING
            </th>
            <th scope="col" data-align="right" title="Machines kept ready without a task">
              KEPT READY
            </th>
            <th scope="col">RESOURCE, IN THIS ORDER</th>
            <th scope="col">TYPE</th>
            <th scope="col" data-align="right">
              AN HOUR
            </th>
            <th scope="col" data-align="right">
              MACHINES
            </th>
            <th scope="col" data-align="right">
              MAXIMUM
            </th>
            <th scope="col">NOW</th>
          </tr>
        </thead>
        {scaler.queues.map((queue) => (
          <QueueRows key={queue.name} scaler={scaler} queue={queue} />
        ))}
      </table>
    </Panel>
  );
}

function QueueRows({ scaler, queue }: { scaler: AutoscalerView; queue: ScalerQueueView }) {
  const change = useChangeAutoscaler(scaler.id);
  const { name, waiting, warm, resources } = queue;
  const may = useMay('administer');
  const setMaximum = (resource: string, max: number) =>
    change(() => changeAutoscaler(scaler.id, { queues: withMaximum(scaler.queues, { queue: name, resource, max }) }));
  return (
    <tbody data-queue={name}>
      {resources.map((one, index) => (
        <tr key={one.resource} data-resource={one.resource}>
          {index === 0 && (
            <>
              <td rowSpan={resources.length} className={classes.queueCell}>
                <QueueLink name={name} />
              </td>
              <td rowSpan={resources.length} className={classes.queueCell} data-align="right">
                {formatCount(waiting)}
              </td>
              <td rowSpan={resources.length} className={classes.queueCell} data-align="right">
                {warm}
              </td>
            </>
          )}
          <td>
            {one.resource} {one.spot && <span className="dim">spot</span>}
          </td>
          <td>{one.instanceType}</td>
          <td data-align="right">
            {one.hourlyPrice === null ? (
              <span className="dim" title="Its price is not known: a budget in money cannot be kept with it">
                not known
              </span>
            ) : (
              formatPrice(one.hourlyPrice)
            )}
          </td>
          <td data-align="right">{one.machines}</td>
          <td data-align="right">
            {may ? (
              <InlineNumber
                label={`Maximum of ${one.resource} for ${name}`}
                value={one.max}
                onSave={(max) => setMaximum(one.resource, max)}
              />
            ) : (
              one.max
            )}
          </td>
          <td>
            <ResourceState resource={one} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** Links to the queue, once it is known. */
function QueueLink({ name }: { name: string }) {
  const queue = useQueues().data?.find((one) => one.name === name);
  return queue ? <Link to={`/queues/${queue.id}`}>{name}</Link> : name;
}

function ResourceState({ resource: { backoff, machines, max } }: { resource: QueueResource }) {
  const now = useNow();
  if (backoff !== null && Date.parse(backoff.until) > now)
    return (
      <span className="wrong" title={backoff.reason}>
        backs off
      </span>
    );
  return <span className="dim">{machines >= max ? 'at its maximum' : ''}</span>;
}
