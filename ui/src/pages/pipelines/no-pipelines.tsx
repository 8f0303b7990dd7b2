import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/states.tsx';
import classes from './pipelines.module.css';

const START = `import { definePipeline } from 'perdura/sdk';
…
npx perdura pipeline run FILE.ts`;

/** An empty list says how a first pipeline is started. */
export function NoPipelines() {
  return (
    <EmptyState icon="pipeline" title="No pipelines yet">
      Define one in TypeScript and run it, or start a Python <code>PipelineController</code> as it is.
      <div className={classes.start}>
        <CodeBlock text={START} label="how to start a pipeline" />
      </div>
    </EmptyState>
  );
}
