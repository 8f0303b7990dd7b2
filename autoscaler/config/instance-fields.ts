/**
 * What a resource of Google Cloud may add to the request for a machine: fields of `instances.insert`. Left out is what the scaler itself
 * says, and what would keep a machine from being ended.
 */
export const INSTANCE_FIELDS: readonly string[] = [
  ...['advancedMachineFeatures', 'canIpForward', 'confidentialInstanceConfig', 'disks', 'displayDevice', 'guestAccelerators'],
  ...['instanceEncryptionKey', 'keyRevocationActionType', 'labels', 'metadata', 'minCpuPlatform', 'networkInterfaces'],
  ...['networkPerformanceConfig', 'params', 'privateIpv6GoogleAccess', 'reservationAffinity', 'resourcePolicies'],
  ...['scheduling', 'serviceAccounts', 'shieldedInstanceConfig', 'tags'],
];
