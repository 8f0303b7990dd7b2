/**
 * What a resource may add to the request for a machine of EC2. Left out is what the scaler itself says, and what would keep a machine from
 * being ended.
 */
export const RUN_INSTANCES_FIELDS: readonly string[] = [
  ...['AdditionalInfo', 'BlockDeviceMappings', 'CapacityReservationSpecification', 'CpuOptions', 'CreditSpecification'],
  ...['EbsOptimized', 'ElasticGpuSpecification', 'ElasticInferenceAccelerators', 'EnablePrimaryIpv6', 'EnclaveOptions'],
  ...['HibernationOptions', 'IamInstanceProfile', 'ImageId', 'InstanceMarketOptions', 'InstanceType', 'Ipv6AddressCount'],
  ...['Ipv6Addresses', 'KernelId', 'KeyName', 'LaunchTemplate', 'LicenseSpecifications', 'MaintenanceOptions'],
  ...['MetadataOptions', 'Monitoring', 'NetworkInterfaces', 'NetworkPerformanceOptions', 'Operator', 'Placement'],
  ...['PrivateDnsNameOptions', 'PrivateIpAddress', 'RamdiskId', 'SecondaryInterfaces', 'SecurityGroupIds', 'SecurityGroups'],
  ...['SubnetId', 'TagSpecifications'],
];
