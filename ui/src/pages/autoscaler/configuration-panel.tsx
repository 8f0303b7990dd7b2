import { useMemo } from 'react';
import { stringify } from 'yaml';
import type { AutoscalerView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Panel } from '../../components/panel.tsx';

/** The whole configuration as a file, without its secrets. */
export function ConfigurationPanel({ scaler: { configuration } }: { scaler: AutoscalerView }) {
  const text = useMemo(() => stringify(configuration), [configuration]);
  return (
    <Panel title="Configuration" flush>
      <details style={{ padding: '8px 12px' }}>
        <summary className="dim">As a file; secrets are shown as ***</summary>
        <CodeBlock text={text} label="configuration" maxHeight={360} />
      </details>
    </Panel>
  );
}
