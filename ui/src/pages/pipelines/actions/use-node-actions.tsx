import { useQueryClient } from '@tanstack/react-query';
import type { NodeView, RunView } from '../../../../../workflows/contracts/pipeline-api.ts';
import { approveStep, rerunStep, sendSignal } from '../../../api/pipelines.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useDialogs } from '../../../components/dialogs.tsx';
import type { IconName } from '../../../components/icon.tsx';
import { toast } from '../../../components/toaster.tsx';
import { descendants } from '../../../domain/pipelines/descendants.ts';
import { type NodeAction, signalOf } from '../../../domain/pipelines/run-actions.ts';
import { ApprovalDialog, RerunDialog } from './run-dialogs.tsx';

export const NODE_ACTION_LOOKS: Record<NodeAction, { label: string; icon: IconName }> = {
  approve: { label: 'Approve', icon: 'check' },
  refuse: { label: 'Refuse', icon: 'close' },
  signal: { label: 'Send signal', icon: 'play' },
  rerun: { label: 'Run again from here', icon: 'refresh' },
};

/** Does something to a step, after the questions that it needs. */
export function useNodeActions(run: RunView): (action: NodeAction, node: NodeView) => void {
  const { open } = useDialogs();
  const queryClient = useQueryClient();
  const perform = async (done: string, call: () => Promise<unknown>) => {
    await call();
    toast.ok(done);
    void queryClient.invalidateQueries({ queryKey: queryKeys.pipelineRun(run.id) });
  };
  return (action, node) => {
    if (action === 'signal') {
      const signal = signalOf(node)!;
      return void perform(`Sent ${signal}`, () => sendSignal(run.id, signal)).catch((error: Error) =>
        toast.error('The signal was refused', error.message),
      );
    }
    if (action === 'rerun') {
      const step = node.instanceOf ?? node.name;
      const rerun = () => perform(`${step} runs again`, () => rerunStep(run.id, { step }));
      return open(<RerunDialog step={step} descendants={descendants(run.nodes, step)} onSubmit={rerun} />);
    }
    const approved = action === 'approve';
    const answer = (comment: string) =>
      perform(`${approved ? 'Approved' : 'Refused'} ${node.name}`, () =>
        approveStep(run.id, { step: node.name, approved, ...(comment === '' ? {} : { comment }) }),
      );
    open(<ApprovalDialog step={node.name} prompt={node.prompt} approved={approved} onSubmit={answer} />);
  };
}
