import type { ScalerConfiguration, ScalerSecrets } from './scaler-configuration.ts';

/** Stands where a secret is. */
export const HIDDEN = '***';

const OF_HYPER_PARAMS = [
  'cloud_credentials_key',
  'cloud_credentials_secret',
  'cloud_credentials_token',
  'git_pass',
] as const satisfies (keyof ScalerSecrets & keyof ScalerConfiguration['hyper_params'])[];

/** They are free text, and often hold keys for the data of the tasks. */
const OF_CONFIGURATIONS = [
  'extra_clearml_conf',
  'extra_trains_conf',
  'extra_vm_bash_script',
] as const satisfies (keyof ScalerSecrets & keyof ScalerConfiguration['configurations'])[];

export const SECRET_NAMES: readonly (keyof ScalerSecrets)[] = [...OF_HYPER_PARAMS, ...OF_CONFIGURATIONS];

/** A configuration that may be shown, and what was taken out of it. */
export function splitSecrets(configuration: ScalerConfiguration): {
  configuration: ScalerConfiguration;
  secrets: ScalerSecrets;
} {
  const secrets = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, secretOf(configuration, name)]),
  ) as unknown as ScalerSecrets;
  const shown = Object.fromEntries(SECRET_NAMES.map((name) => [name, secrets[name] === '' ? '' : HIDDEN]));
  return { configuration: withSecrets(configuration, shown as unknown as ScalerSecrets), secrets };
}

/** The configuration as it was submitted. What was added to the secrets since an older one was stored is empty in it. */
export const mergeSecrets = (configuration: ScalerConfiguration, secrets: Partial<ScalerSecrets>): ScalerConfiguration =>
  withSecrets(configuration, { ...NO_SECRETS, ...secrets });

const NO_SECRETS = Object.fromEntries(SECRET_NAMES.map((name) => [name, ''])) as unknown as ScalerSecrets;

/** Names of secrets that are not given but only stood for. */
export const hiddenSecrets = (configuration: ScalerConfiguration): (keyof ScalerSecrets)[] =>
  SECRET_NAMES.filter((name) => secretOf(configuration, name) === HIDDEN);

/** Where in a file a secret stands. */
export const fieldOf = (name: keyof ScalerSecrets): string =>
  `${OF_HYPER_PARAMS.some((own) => own === name) ? 'hyper_params' : 'configurations'}.${name}`;

function secretOf({ configurations, hyper_params }: ScalerConfiguration, name: keyof ScalerSecrets): string {
  return { ...configurations, ...hyper_params }[name];
}

function withSecrets(configuration: ScalerConfiguration, secrets: ScalerSecrets): ScalerConfiguration {
  return {
    ...configuration,
    configurations: { ...configuration.configurations, ...pick(secrets, OF_CONFIGURATIONS) },
    hyper_params: { ...configuration.hyper_params, ...pick(secrets, OF_HYPER_PARAMS) },
  };
}

const pick = <K extends keyof ScalerSecrets>(secrets: ScalerSecrets, names: readonly K[]): Pick<ScalerSecrets, K> =>
  Object.fromEntries(names.map((name) => [name, secrets[name]])) as Pick<ScalerSecrets, K>;
