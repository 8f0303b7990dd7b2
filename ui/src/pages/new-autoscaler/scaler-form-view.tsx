import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { createAutoscaler } from '../../api/autoscalers.ts';
import { ApiError } from '../../api/http.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useDialogs } from '../../components/dialogs.tsx';
import { FormError } from '../../components/form-error.tsx';
import { Icon } from '../../components/icon.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { plural } from '../../domain/format.ts';
import { randomKey } from '../../domain/random-key.ts';
import { fieldLabel, readScalerForm } from '../../domain/scalers/read-scaler-form.ts';
import type { ScalerForm } from '../../domain/scalers/scaler-form.ts';
import { GeneralSection } from './general-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { MachinesSection } from './machines-section.tsx';
import classes from './new-autoscaler.module.css';
import { PasteDialog } from './paste-dialog.tsx';
import { QueuesSection } from './queues-section.tsx';
import { ResourcesSection } from './resources-section.tsx';

/** The whole form, for a new autoscaler or to start one `again`. Problems show at their fields once somebody has tried to start it. */
export function ScalerFormView({ start, again = false }: { start: ScalerForm; again?: boolean }) {
  const navigate = useNavigate();
  const { open } = useDialogs();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(start);
  const [key] = useState(randomKey);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const change = (part: Partial<ScalerForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setRefused({});
  };
  const reading = readScalerForm(form);
  const problems = { ...(tried ? reading.problems : {}), ...refused };

  const { busy, error, submit, clear } = useSubmit(async () => {
    setTried(true);
    const wrong = Object.keys(reading.problems);
    if (wrong.length > 0) throw new Error(`${plural(wrong.length, 'thing')} to mend`);
    try {
      const { id } = await createAutoscaler(form.name.trim(), reading.configuration, key);
      void queryClient.invalidateQueries({ queryKey: queryKeys.autoscalers });
      navigate(`/autoscalers/${id}`);
    } catch (failure) {
      if (failure instanceof ApiError && failure.field) setRefused(refusalOf(failure.field, failure.message));
      throw failure;
    }
  });
  const fill = (filled: ScalerForm) => {
    clear();
    change({ ...filled, name: again ? start.name : form.name.trim() || filled.name });
  };

  const shared = { form, problems, onChange: change };
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <GeneralSection {...shared} fixedName={again} onPaste={() => open(<PasteDialog onFill={fill} />)} />
      <ResourcesSection {...shared} />
      <QueuesSection {...shared} />
      <LimitsSection {...shared} />
      <MachinesSection {...shared} />
      <div className={classes.foot}>
        <Elsewhere form={form} problems={problems} />
        <span style={{ marginLeft: 'auto' }} />
        <FormError message={error} />
        <Button type="submit" size="sm" loading={busy} leftSection={<Icon name="play" size={14} />}>
          {again ? 'Start again' : 'Start autoscaler'}
        </Button>
      </div>
    </form>
  );
}

/** A refusal by the name that its field has in the form; the server may say that it stands in the configuration. */
const refusalOf = (field: string, message: string): Record<string, string> => ({
  [field.replace(/^configuration\./, '')]: message,
});

/** What is wrong, by the names of the file: some fields are in no section of the form. */
function Elsewhere({ form, problems }: { form: ScalerForm; problems: Record<string, string> }) {
  const all = Object.entries(problems);
  if (all.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label="To mend">
      {all.map(([field, text]) => (
        <li key={field}>
          <code>{fieldLabel(form, field)}</code> {text}
        </li>
      ))}
    </ul>
  );
}
