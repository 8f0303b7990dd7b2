import { ConfigurationError } from '../../../../autoscaler/config/faults.ts';
import { parseConfiguration } from '../../../../autoscaler/config/parse.ts';
import { readNumber, readNumbers } from './field-text.ts';
import type { Fields, ScalerForm } from './scaler-form.ts';

export interface ScalerFormReading {
  configuration: Fields;
  /** By the field's name in the file, such as `configurations.resource_configurations.aws4gpu.ami_id`; names by `resource.<key>` and `queue.<key>`. */
  problems: Record<string, string>;
}

/** The file that the form stands for, and by field what is wrong with it: by the rules of the server, and with names. */
export function readScalerForm(form: ScalerForm): ScalerFormReading {
  const configuration = toFile(form);
  return { configuration, problems: { ...faultsIn(configuration), ...nameProblems(form) } };
}

/** The field of a problem as people read it: a name that is to be mended stands nowhere in the file. */
export function fieldLabel({ resources, queues }: ScalerForm, field: string): string {
  if (resources.some(({ key }) => field === `resource.${key}`)) return 'name of a resource';
  return queues.some(({ key }) => field === `queue.${key}`) ? 'name of a queue' : field;
}

function toFile({ configurations, hyper_params, perdura, others, resources, queues }: ScalerForm): Fields {
  const ours = perduraOf(perdura, queues);
  return {
    configurations: {
      ...configurations,
      queues: Object.fromEntries(
        queues.map(({ name, pairs }) => [name.trim(), pairs.map(({ resource, max }) => [resource, readNumber(max)])]),
      ),
      resource_configurations: Object.fromEntries(resources.map(({ name, fields }) => [name.trim(), readNumbers(fields)])),
    },
    hyper_params: readNumbers(hyper_params),
    ...(Object.keys(ours).length > 0 ? { perdura: ours } : {}),
    ...others,
  };
}

function perduraOf({ budget, ...perdura }: Fields, queues: ScalerForm['queues']): Fields {
  const warm = queues.filter((queue) => queue.warm.trim() !== '');
  return {
    ...readNumbers(perdura),
    ...(budget ? { budget: readNumbers(budget as Fields) } : {}),
    ...(queues.length > 1 ? { priority: queues.map(({ name }) => name.trim()) } : {}),
    ...(warm.length > 0 ? { warm_pool: Object.fromEntries(warm.map((one) => [one.name.trim(), readNumber(one.warm)])) } : {}),
  };
}

function faultsIn(configuration: Fields): Record<string, string> {
  try {
    parseConfiguration(configuration);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.faults.map(({ field, message }) => [field, message]));
  }
}

/** What is keyed by a name needs one of its own. */
function nameProblems({ name, resources, queues }: ScalerForm): Record<string, string> {
  return {
    ...(name.trim() === '' ? { name: 'is missing' } : {}),
    ...ownNames('resource', resources),
    ...ownNames('queue', queues),
  };
}

function ownNames(kind: string, drafts: { key: string; name: string }[]): Record<string, string> {
  const names = drafts.map(({ name }) => name.trim());
  const wrong = drafts.flatMap(({ key, name }, index) => {
    if (names[index] === '') return [[`${kind}.${key}`, 'is missing']];
    return names.indexOf(name.trim()) < index ? [[`${kind}.${key}`, 'is there once more']] : [];
  });
  return Object.fromEntries(wrong);
}
