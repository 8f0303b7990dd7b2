import { Textarea } from '@mantine/core';
import { editTask } from '../../../api/tasks.ts';
import type { Task } from '../../../api/types.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { EditablePanel } from '../../../components/editable-panel.tsx';
import { EmptyNote } from '../../../components/empty-note.tsx';
import { isEditable } from '../../../domain/status.ts';
import { useSaveTask } from '../../../queries/use-task.ts';

/** Packages by the tool that installs them; an agent writes back what it really installed. */
export function PackagesPanel({ task }: { task: Task }) {
  const save = useSaveTask(task.id);
  const requirements = task.script?.requirements ?? {};
  const pip = asText(requirements.pip);
  const others = Object.entries(requirements).filter(([tool, value]) => tool !== 'pip' && asText(value).trim() !== '');
  return (
    <EditablePanel<{ pip: string }>
      title="Installed packages"
      flush
      editable={isEditable(task)}
      draft={() => ({ pip })}
      save={(draft) => save(() => editTask(task.id, { script: { requirements: { ...requirements, pip: draft.pip } } }))}
      view={
        <>
          {pip.trim() === '' ? (
            <EmptyNote text="None listed: the agent uses requirements.txt of the repository" />
          ) : (
            <CodeBlock text={pip} label="packages" maxHeight={300} />
          )}
          {others.map(([tool, value]) => (
            <details key={tool} style={{ padding: '6px 12px' }}>
              <summary className="dim">{tool === 'org_pip' ? 'As first captured' : tool}</summary>
              <CodeBlock text={asText(value)} label={tool} maxHeight={240} />
            </details>
          ))}
        </>
      }
      form={(draft, change) => (
        <Textarea
          aria-label="Packages"
          description="One requirement a line, as in requirements.txt"
          autosize
          minRows={5}
          maxRows={24}
          classNames={{ input: 'mono' }}
          value={draft.pip}
          onChange={(event) => change({ pip: event.currentTarget.value })}
        />
      )}
    />
  );
}

const asText = (value: string | string[] | null | undefined): string => (Array.isArray(value) ? value.join('\n') : (value ?? ''));
