import { Link, useParams } from 'react-router';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { ScalerStatus } from '../../components/scaler-status.tsx';
import { PROVIDER_LABELS } from '../../domain/scalers/providers.ts';
import { useLiveTopics } from '../../live/hooks.ts';
import { useAutoscaler } from '../../queries/use-autoscaler.ts';
import classes from './autoscaler-page.module.css';
import { ConfigurationPanel } from './configuration-panel.tsx';
import { DecisionsPanel } from './decisions-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { MachineDrawer } from './machine-drawer.tsx';
import { MachineTable } from './machine-table.tsx';
import { NowPanel } from './now-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { ScalerBanners } from './scaler-banners.tsx';
import { ScalerCharts } from './scaler-charts.tsx';
import { ScalerPageActions } from './scaler-page-actions.tsx';

/** One autoscaler, live: what it does and why, what it may still spend, and its machines. */
export function AutoscalerPage() {
  const { scalerId = '' } = useParams();
  useLiveTopics(`autoscaler:${scalerId}`, 'queues', 'workers');
  const query = useAutoscaler(scalerId);
  return (
    <QueryView query={query}>
      {(scaler) => (
        <Page
          name={scaler.name}
          title={
            <>
              <Link to="/autoscalers">Autoscalers</Link>
              <span className="dim">/</span>
              <span className="truncate" title={scaler.name}>
                {scaler.name}
              </span>
            </>
          }
          note={
            <>
              <ScalerStatus status={scaler.status} />
              <span className="dim">{PROVIDER_LABELS[scaler.provider]}</span>
            </>
          }
          actions={<ScalerPageActions scaler={scaler} />}
          banners={<ScalerBanners scaler={scaler} />}
        >
          <ScalerBody key={scaler.id} scaler={scaler} />
        </Page>
      )}
    </QueryView>
  );
}

function ScalerBody({ scaler }: { scaler: AutoscalerView }) {
  return (
    <>
      <div className={classes.top}>
        <NowPanel scaler={scaler} />
        <ScalerCharts scalerId={scaler.id} />
      </div>
      <QueuePanel scaler={scaler} />
      <MachineTable scalerId={scaler.id} />
      <div className={classes.pair}>
        <DecisionsPanel scaler={scaler} />
        <div className={classes.side}>
          <LimitsPanel scaler={scaler} />
          <ConfigurationPanel scaler={scaler} />
        </div>
      </div>
      <MachineDrawer scalerId={scaler.id} />
    </>
  );
}
