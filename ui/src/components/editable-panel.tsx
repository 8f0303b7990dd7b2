import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Need } from '../../../workflows/domain/rights.ts';
import { useMay } from '../app/rights.tsx';
import { FormError } from './form-error.tsx';
import { Icon } from './icon.tsx';
import { Panel } from './panel.tsx';
import { toast } from './toaster.tsx';
import { useDraft } from './use-draft.ts';
import { useSubmit } from './use-submit.ts';

interface EditablePanelProps<D> {
  title: string;
  /** Whether an "Edit" button is offered to those who may. */
  editable: boolean;
  needs?: Need;
  /** The values with which an edit begins. */
  draft: () => D;
  save: (draft: D) => Promise<unknown>;
  view: ReactNode;
  form: (draft: D, change: (part: Partial<D>) => void) => ReactNode;
  actions?: ReactNode;
  flush?: boolean;
}

/** A panel that shows values, and turns into a form of the same values: Save keeps them, Escape or Cancel does not. */
export function EditablePanel<D extends object>({
  title,
  editable,
  needs = 'work',
  draft: start,
  save,
  view,
  form,
  actions,
  flush,
}: EditablePanelProps<D>) {
  const [draft, setDraft] = useDraft<D>(title);
  const may = useMay(needs);
  const { busy, error, submit, clear } = useSubmit(() => (draft ? save(draft) : Promise.resolve()));
  const leave = () => {
    clear();
    setDraft(null);
  };
  if (!draft) {
    const edit = editable && may && (
      <Button
        variant="subtle"
        leftSection={<Icon name="edit" size={13} />}
        onClick={() => setDraft(start())}
        aria-label={`Edit ${title.toLowerCase()}`}
      >
        Edit
      </Button>
    );
    return (
      <Panel
        title={title}
        flush={flush ?? false}
        actions={
          <>
            {actions}
            {edit}
          </>
        }
      >
        {view}
      </Panel>
    );
  }
  return (
    <Panel title={title}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await submit())) return;
          setDraft(null);
          toast.ok(`${title} saved`);
        }}
        onKeyDown={(event) => event.key === 'Escape' && leave()}
      >
        <Stack gap="sm">
          {form(draft, (part) => setDraft({ ...draft, ...part }))}
          <FormError message={error} />
          <Group gap="xs">
            <Button type="submit" loading={busy}>
              Save
            </Button>
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
