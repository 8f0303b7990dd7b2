import { Button } from '@mantine/core';
import type { NodeView, RunView } from '../../../../../workflows/contracts/pipeline-api.ts';
import { Only } from '../../../app/rights.tsx';
import { Banner } from '../../../components/banner.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { useRunActions } from '../actions/use-run-actions.tsx';

interface RunBannersProps {
  run: RunView;
  onChoose: (node: string) => void;
}

/** What the run waits for, and what to do about it. */
export function RunBanners({ run, onChoose }: RunBannersProps) {
  const { start } = useRunActions();
  const waiting = run.nodes.filter(({ state, kind }) => state === 'awaiting' && kind === 'approval');
  return (
    <>
      {run.workerMissingSince && <WorkerBanner since={run.workerMissingSince} hint={run.workerHint} nodes={run.nodes} />}
      {run.paused && (
        <Banner icon="pause">
          Paused: what runs goes on, and no new step starts.
          <Only need="work">
            <Button size="compact-xs" variant="default" onClick={() => start('resume', run)}>
              Resume
            </Button>
          </Only>
        </Banner>
      )}
      {waiting.map(({ name, prompt }) => (
        <Banner key={name} icon="approve">
          <span>
            <strong>{name}</strong> waits for an approval{prompt && <>: {prompt}</>}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => onChoose(name)}>
            Look at it
          </Button>
        </Banner>
      ))}
    </>
  );
}

function WorkerBanner({ since, hint, nodes }: { since: string; hint: string | null; nodes: NodeView[] }) {
  const blocked = nodes.filter(({ state }) => state === 'blocked').map(({ name }) => name);
  return (
    <Banner icon="warning">
      <span>
        Callbacks wait for the definition's worker, which nobody runs (<TimeAgo value={since} />
        ).
        {blocked.length > 0 && ` Blocked: ${blocked.slice(0, 4).join(', ')}${blocked.length > 4 ? ' and others' : ''}.`}
      </span>
      {hint && (
        <>
          <span>
            Start it: <code>{hint}</code>
          </span>
          <CopyButton value={hint} label="Copy command" />
        </>
      )}
    </Banner>
  );
}
