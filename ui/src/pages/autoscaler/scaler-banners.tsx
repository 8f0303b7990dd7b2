import type { AutoscalerView, ScalerQueueView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { Banner } from '../../components/banner.tsx';
import { useNow } from '../../components/use-now.ts';
import { formatDuration } from '../../domain/format.ts';
import { backoffsOf } from '../../domain/scalers/backoffs.ts';
import classes from './autoscaler-page.module.css';

/** What keeps the autoscaler from launching: its state, or what the cloud answered, in the cloud's own words. */
export function ScalerBanners({ scaler }: { scaler: AutoscalerView }) {
  const { status, cloudError, queues } = scaler;
  return (
    <>
      {cloudError !== null && (
        <Banner icon="warning">
          <span className={classes.text}>
            The cloud could not be asked: <strong>{cloudError}</strong>
          </span>
        </Banner>
      )}
      <Backoffs queues={queues} />
      {status === 'paused' && <Banner icon="pause">Paused: nothing is launched. Idle machines are still ended.</Banner>}
      {status === 'draining' && (
        <Banner icon="pause">Draining: nothing is launched, and each machine is ended when its task is done.</Banner>
      )}
    </>
  );
}

function Backoffs({ queues }: { queues: ScalerQueueView[] }) {
  const now = useNow();
  return backoffsOf(queues, now).map(({ resource, until, reason }) => (
    <Banner key={resource} icon="clock">
      <span className={classes.text}>
        <strong>{resource}</strong> is not asked for again for {formatDuration(Math.ceil((until - now) / 1000) * 1000)}, because
        the cloud said: <strong>{reason}</strong>
      </span>
    </Banner>
  ));
}
