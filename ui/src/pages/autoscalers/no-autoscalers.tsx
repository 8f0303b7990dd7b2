import { Link } from 'react-router';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/states.tsx';
import classes from './autoscalers.module.css';

const START = 'npx perdura autoscaler start -f aws_autoscaler.yaml';

/** An empty list says what an autoscaler is, and how a first one is started. */
export function NoAutoscalers() {
  return (
    <EmptyState icon="cloud" title="No autoscalers yet">
      An autoscaler watches queues. When tasks wait it launches machines that join as agents, and it ends those that are idle,
      within the limits and the budget that you set. <Link to="/autoscalers/new">Fill in a form</Link>, or start one from the file
      that ClearML's AutoScaler uses:
      <div className={classes.start}>
        <CodeBlock text={START} label="command" />
      </div>
    </EmptyState>
  );
}
