import { useState } from 'react';
import { useParams } from 'react-router';
import type { RunView } from '../../../../../workflows/contracts/pipeline-api.ts';
import { NavTabs } from '../../../components/nav-tabs.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { nodesAsOf } from '../../../domain/pipelines/run-as-of.ts';
import { useLiveTopics } from '../../../live/hooks.ts';
import { useRun, useRunEvents } from '../../../queries/use-pipelines.ts';
import { NotFound } from '../../not-found.tsx';
import { RunGraph } from './graph/run-graph.tsx';
import { NodePanel } from './panel/node-panel.tsx';
import { RunPanel } from './panel/run-panel.tsx';
import { SidePanel } from './panel/side-panel.tsx';
import { RunBanners } from './run-banners.tsx';
import { RunHeader } from './run-header.tsx';
import classes from './run-page.module.css';
import { RunTimeline } from './timeline/run-timeline.tsx';
import { useRunAddress } from './use-run-address.ts';

const VIEWS = [
  { key: 'graph', label: 'GRAPH' },
  { key: 'timeline', label: 'TIMELINE' },
];

/** One run of a pipeline: its graph, live or as of any moment, and a panel for the chosen step. */
export function RunPage() {
  const { run = '', view = 'graph' } = useParams();
  useLiveTopics('pipelines', `pipeline:${run}`, `task:${run}`);
  const query = useRun(run);
  if (!VIEWS.some(({ key }) => key === view)) return <NotFound />;
  return <QueryView query={query}>{(data) => <RunBody key={data.id} run={data} view={view} />}</QueryView>;
}

function RunBody({ run, view }: { run: RunView; view: string }) {
  const { node: name, event, change } = useRunAddress();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const { data: events = [] } = useRunEvents(run.id);
  const isPast = view === 'timeline' && event !== null && event < events.length;
  const nodes = isPast ? nodesAsOf(run.nodes, events, event) : run.nodes;
  const node = nodes.find((one) => one.name === name);
  const choose = (next: string | null) => change({ node: next });
  const search = name === null ? '' : `?node=${encodeURIComponent(name)}`;
  return (
    <div className={classes.page}>
      <RunHeader run={run} />
      <RunBanners run={run} onChoose={choose} />
      <NavTabs
        label="Run"
        tabs={VIEWS.map((one) => ({ ...one, to: `/pipelines/runs/${run.id}/${one.key}${search}` }))}
        current={view}
      />
      <div className={classes.split}>
        <div className={classes.main}>
          <RunGraph
            key={view}
            nodes={nodes}
            chosen={node?.name ?? null}
            onChoose={choose}
            toggled={toggled}
            setToggled={setToggled}
          />
          {view === 'timeline' && <RunTimeline run={run} events={events} chosen={name} onChoose={choose} />}
        </div>
        <SidePanel>
          {node ? <NodePanel key={node.name} run={run} node={node} onClose={() => choose(null)} /> : <RunPanel run={run} />}
        </SidePanel>
      </div>
    </div>
  );
}
