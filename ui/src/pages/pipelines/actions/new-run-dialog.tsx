import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RunView } from '../../../../../workflows/contracts/pipeline-api.ts';
import { ApiError } from '../../../api/http.ts';
import { startNewRun } from '../../../api/pipelines.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { toast } from '../../../components/toaster.tsx';
import { declaredParameters, parseForm, toInput } from '../../../domain/pipelines/parameter-input.ts';
import { useRun } from '../../../queries/use-pipelines.ts';
import { ParameterField } from './parameter-field.tsx';
import { startInNew } from './start-in-new.ts';

interface NewRunDialogProps {
  run: string;
  /** Whether the definition becomes one of another name. */
  inNew: boolean;
}

/** Starts another run of the definition of `run`; the fields begin with what that one was given. */
export function NewRunDialog({ run, inNew }: NewRunDialogProps) {
  const query = useRun(run);
  return <QueryView query={query}>{(view) => <NewRunForm run={view} inNew={inNew} />}</QueryView>;
}

function NewRunForm({ run, inNew }: { run: RunView; inNew: boolean }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [place, setPlace] = useState({ project: run.pipeline.project, name: '' });
  const parameters = declaredParameters(run);
  const [texts, setTexts] = useState<Record<string, string>>(() => firstTexts(run));
  const [version, setVersion] = useState('');
  const [ignoreCache, setIgnoreCache] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { values, problems } = parseForm(parameters, texts);
  const isPlaced = !inNew || (place.name.trim() !== '' && place.project.trim() !== '');
  const change = (name: string, text: string) => {
    setTexts({ ...texts, [name]: text });
    setRefused({});
  };
  const start = async () => {
    const body = { parameters: values, ignoreCache, ...(version.trim() === '' ? {} : { version: version.trim() }) };
    const id = await (inNew ? startInNew(run.id, place, body) : startNewRun(run.id, body)).catch((error: unknown) => {
      const name = fieldOf(error, Object.keys(parameters));
      if (name !== null) setRefused({ [name]: (error as Error).message });
      throw error;
    });
    void queryClient.invalidateQueries({ queryKey: queryKeys.pipelines });
    toast.ok('New run started');
    navigate(`/pipelines/runs/${id}`);
  };
  return (
    <Dialog
      title={inNew ? `Run ${run.pipeline.name} in a new pipeline` : `New run of ${run.pipeline.name}`}
      submitLabel="Run"
      canSubmit={Object.keys(problems).length === 0 && isPlaced}
      onSubmit={start}
    >
      {inNew && (
        <>
          <TextInput
            label="Name"
            required
            data-autofocus
            value={place.name}
            onChange={(event) => setPlace({ ...place, name: event.currentTarget.value })}
          />
          <TextInput
            label="Project"
            required
            value={place.project}
            onChange={(event) => setPlace({ ...place, project: event.currentTarget.value })}
          />
        </>
      )}
      {Object.entries(parameters).map(([name, parameter]) => (
        <ParameterField
          key={name}
          name={name}
          parameter={parameter}
          value={texts[name] ?? ''}
          onChange={(text) => change(name, text)}
          problem={problems[name] ?? refused[name]}
        />
      ))}
      {Object.keys(parameters).length === 0 && <span className="dim">The pipeline has no parameters.</span>}
      <TextInput
        label="Version"
        description="Empty: as it is"
        placeholder={run.version}
        value={version}
        onChange={(event) => setVersion(event.currentTarget.value)}
      />
      <Checkbox
        label="Ignore the cache"
        description="Steps that could take the results of an earlier run are run again, and stored anew"
        checked={ignoreCache}
        onChange={(event) => setIgnoreCache(event.currentTarget.checked)}
      />
    </Dialog>
  );
}

function firstTexts(run: RunView): Record<string, string> {
  const declared = Object.entries(declaredParameters(run));
  return Object.fromEntries(declared.map(([name, parameter]) => [name, toInput(run.parameters[name] ?? parameter.default)]));
}

/** The parameter that the server refused: it names the field as `parameters.NAME`. */
function fieldOf(error: unknown, names: string[]): string | null {
  const field = error instanceof ApiError ? (error.field ?? '') : '';
  return names.find((name) => field === name || field === `parameters.${name}`) ?? null;
}
