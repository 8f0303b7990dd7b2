import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { PipelineView, RunSummary } from '../../../../../workflows/contracts/pipeline-api.ts';
import { Only } from '../../../app/rights.tsx';
import { useDialogs } from '../../../components/dialogs.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { TagList } from '../../../components/tag-list.tsx';
import { useLiveTopics } from '../../../live/hooks.ts';
import { usePipelines, useRuns } from '../../../queries/use-pipelines.ts';
import { NewRunDialog } from '../actions/new-run-dialog.tsx';
import { RunTable } from './run-table.tsx';
import { useViewSettings } from './use-run-view.ts';

/** The runs of one pipeline, live. */
export function RunsPage() {
  useLiveTopics('pipelines');
  const { pipelineId = '' } = useParams();
  const { settings, change } = useViewSettings();
  const pipelines = usePipelines();
  const runs = useRuns(pipelineId, settings.archived);
  const pipeline = pipelines.data?.find(({ id }) => id === pipelineId);
  return (
    <Page
      name={pipeline ? `Pipeline ${pipeline.name}` : 'Pipeline'}
      title={
        <>
          <Link to="/pipelines">Pipelines</Link>
          <span className="dim">/</span>
          <span className="truncate">{pipeline?.name ?? '…'}</span>
        </>
      }
      note={
        pipeline && (
          <>
            <span className="dim truncate">{pipeline.project}</span>
            <TagList tags={pipeline.tags} />
          </>
        )
      }
      actions={
        <Only need="work">
          <NewRunButton runs={runs.data} pipeline={pipeline} />
        </Only>
      }
    >
      <QueryView query={runs}>
        {(all) =>
          all.length === 0 && !settings.archived && pipelines.data && !pipeline ? (
            <EmptyState icon="pipeline" title="There is no such pipeline">
              It may have been deleted. <Link to="/pipelines">All pipelines</Link>
            </EmptyState>
          ) : (
            <RunTable runs={all} settings={settings} change={change} fileName={pipeline?.name ?? pipelineId} />
          )
        }
      </QueryView>
    </Page>
  );
}

/** Offers the values of the newest run. */
function NewRunButton({ runs = [], pipeline }: { runs: RunSummary[] | undefined; pipeline: PipelineView | undefined }) {
  const { open } = useDialogs();
  const newest = pipeline?.latest[0]?.id ?? runs[0]?.id;
  return (
    <Button
      leftSection={<Icon name="plus" size={13} />}
      disabled={newest === undefined}
      onClick={() => newest !== undefined && open(<NewRunDialog run={newest} inNew={false} />)}
    >
      New run
    </Button>
  );
}
