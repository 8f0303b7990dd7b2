import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Panel } from '../../components/panel.tsx';
import { clearmlConf } from '../../domain/clearml-conf.ts';
import classes from './settings.module.css';

const SCRIPT = `from clearml import Task

task = Task.init(project_name="examples", task_name="first")
`;

/** What to do on another machine so that its scripts report here, or its agent takes tasks. */
export function ConnectSection() {
  const { server } = useSession();
  const conf = clearmlConf({ ...server, accessKey: '<access key>', secretKey: '<secret key>' });
  return (
    <>
      <Panel title="Connect a script">
        <ol className={classes.steps}>
          <li>
            Create a pair of keys under <Link to="/settings/credentials">CREDENTIALS</Link>, and put the block into{' '}
            <code>~/clearml.conf</code>:
            <Block text={conf} label="clearml.conf" />
          </li>
          <li>
            Install the SDK:
            <Block text="pip install clearml" label="command" />
          </li>
          <li>
            Add two lines to the script and run it:
            <Block text={SCRIPT} label="script" />
          </li>
        </ol>
      </Panel>
      <Panel title="Connect an agent">
        <ol className={classes.steps}>
          <li>
            On the machine that shall run tasks, put the same block into <code>~/clearml.conf</code>, with a pair of keys that was
            created for an agent.
          </li>
          <li>
            Start Perdura's agent there, from a checkout of Perdura:
            <Block text="npx perdura agent daemon --queue default" label="command" />
          </li>
          <li>
            A stock <code>clearml-agent</code> works too:
            <Block text={'pip install clearml-agent\nclearml-agent daemon --queue default'} label="commands" />
          </li>
          <li>
            It appears under <Link to="/workers">Workers</Link> within seconds, and takes the tasks that are enqueued to its
            queues.
          </li>
        </ol>
      </Panel>
    </>
  );
}

function Block({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.block}>
      <CodeBlock text={text} label={label} />
    </div>
  );
}
