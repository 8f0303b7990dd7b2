import type { Artifact, Task } from '../../../api/types.ts';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { Panel } from '../../../components/panel.tsx';
import { plural } from '../../../domain/format.ts';
import classes from '../task-page.module.css';
import { ArtifactItem } from './artifact-item.tsx';
import { ModelsPanel } from './models-panel.tsx';

/** What the task took in and what it made. */
export function ArtifactsTab({ task }: { task: Task }) {
  return (
    <div className={classes.stack}>
      <TaskArtifacts task={task} />
      <TaskModels task={task} />
    </div>
  );
}

export function TaskArtifacts({ task }: { task: Task }) {
  const artifacts = task.execution?.artifacts ?? [];
  const inputs = artifacts.filter(({ mode }) => mode === 'input');
  const outputs = artifacts.filter(({ mode }) => mode !== 'input');
  return (
    <div className={classes.stack}>
      <ArtifactsPanel title="Artifacts" artifacts={outputs} />
      {inputs.length > 0 && <ArtifactsPanel title="Input artifacts" artifacts={inputs} />}
    </div>
  );
}

export function TaskModels({ task }: { task: Task }) {
  return (
    <div className={classes.stack}>
      <ModelsPanel task={task} title="Output models" kind="output" />
      <ModelsPanel task={task} title="Input models" kind="input" />
    </div>
  );
}

function ArtifactsPanel({ title, artifacts }: { title: string; artifacts: Artifact[] }) {
  return (
    <Panel
      title={title}
      actions={artifacts.length > 0 && <span className="dim">{plural(artifacts.length, 'artifact')}</span>}
      flush
    >
      {artifacts.length === 0 ? (
        <EmptyNote text="None" />
      ) : (
        artifacts.map((artifact) => <ArtifactItem key={`${artifact.mode}-${artifact.key}`} artifact={artifact} />)
      )}
    </Panel>
  );
}
