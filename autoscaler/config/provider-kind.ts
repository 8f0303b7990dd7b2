import type { ScalerConfiguration } from './scaler-configuration.ts';

type CloudProvider = ScalerConfiguration['hyper_params']['cloud_provider'];
export type ProviderKind = 'ec2' | 'docker' | 'gcp';

const KINDS: Record<CloudProvider, ProviderKind> = { '': 'ec2', aws: 'ec2', docker: 'docker', gcp: 'gcp' };

/** What `cloud_provider` means. */
export const providerKindOf = (provider: CloudProvider): ProviderKind => KINDS[provider];
