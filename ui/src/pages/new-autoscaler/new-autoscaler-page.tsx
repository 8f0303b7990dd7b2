import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { PageOnly } from '../../app/rights.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { formFromFile, newForm } from '../../domain/scalers/scaler-form.ts';
import { useAutoscaler } from '../../queries/use-autoscaler.ts';
import { ScalerFormView } from './scaler-form-view.tsx';

/** The form to start an autoscaler: an empty one, filled as another one is configured (`?from=`), or to change one that is stopped (`?again=`). */
export function NewAutoscalerPage() {
  return (
    <PageOnly need="administer">
      <FromAddress />
    </PageOnly>
  );
}

function FromAddress() {
  const [search] = useSearchParams();
  const [from, again] = [search.get('from'), search.get('again')];
  if (again ?? from) return <Configured key={`${again}${from}`} scalerId={again ?? from!} again={again !== null} />;
  return <Empty />;
}

function Empty() {
  const start = useMemo(() => newForm('docker'), []);
  return (
    <Page name="New autoscaler" title="New autoscaler">
      <ScalerFormView start={start} />
    </Page>
  );
}

function Configured({ scalerId, again }: { scalerId: string; again: boolean }) {
  const query = useAutoscaler(scalerId);
  return <QueryView query={query}>{(scaler) => (again ? <Again scaler={scaler} /> : <Like scaler={scaler} />)}</QueryView>;
}

function Like({ scaler: { id, name, configuration } }: { scaler: AutoscalerView }) {
  // what was typed stays when the other one is read again
  const start = useMemo(() => formFromFile(configuration, `${name} again`), [id]);
  return (
    <Page
      name="New autoscaler"
      title="New autoscaler"
      note={<span className="dim">as {name}; secrets are not copied: enter them again</span>}
    >
      <ScalerFormView start={start} />
    </Page>
  );
}

function Again({ scaler: { id, name, configuration } }: { scaler: AutoscalerView }) {
  const start = useMemo(() => formFromFile(configuration, name, { keepHidden: true }), [id]);
  return (
    <Page
      name={`Configure ${name}`}
      title={`Configure ${name}`}
      note={<span className="dim">secrets that show as *** stay</span>}
    >
      <ScalerFormView start={start} again />
    </Page>
  );
}
