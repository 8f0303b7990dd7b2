import type { Task } from '../../../api/types.ts';
import classes from '../task-page.module.css';
import { ContainerPanel } from './container-panel.tsx';
import { DiffPanel } from './diff-panel.tsx';
import { OutputPanel } from './output-panel.tsx';
import { PackagesPanel } from './packages-panel.tsx';
import { SourcePanel } from './source-panel.tsx';

/** What is run, and in what surroundings. A Draft can be edited. */
export function ExecutionTab({ task }: { task: Task }) {
  return (
    <div className={classes.stack}>
      <div className={classes.columns}>
        <SourcePanel task={task} />
        <div className={classes.stack}>
          <ContainerPanel task={task} />
          <OutputPanel task={task} />
        </div>
      </div>
      <DiffPanel task={task} />
      <PackagesPanel task={task} />
    </div>
  );
}
