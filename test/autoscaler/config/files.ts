/** Contents of scalers' files, with what a test changes. */

interface Changes {
  configurations?: Record<string, unknown>;
  hyper_params?: Record<string, unknown>;
  perdura?: Record<string, unknown>;
}

export function clearmlFile({ configurations, hyper_params, perdura }: Changes = {}, resource: Record<string, unknown> = {}) {
  return {
    configurations: {
      queues: { gpu_queue: [['aws4gpu', 3]] },
      resource_configurations: {
        aws4gpu: { instance_type: 'g3s.xlarge', ami_id: 'ami-1', availability_zone: 'us-west-2c', is_spot: false, ...resource },
      },
      ...configurations,
    },
    hyper_params: { cloud_credentials_region: 'us-west-2', cloud_provider: '', use_credentials_chain: true, ...hyper_params },
    ...(perdura && { perdura }),
  };
}

export function gcpFile({ configurations, hyper_params, perdura }: Changes = {}, resource: Record<string, unknown> = {}) {
  return {
    configurations: {
      queues: { gpu_queue: [['gcp4gpu', 3]] },
      resource_configurations: {
        gcp4gpu: { machine_type: 'n1-standard-8', image: 'projects/p/global/images/i', zone: 'us-central1-a', ...resource },
      },
      ...configurations,
    },
    hyper_params: { cloud_provider: 'gcp', use_credentials_chain: true, ...hyper_params },
    ...(perdura && { perdura }),
  };
}

export function dockerFile({ configurations, hyper_params, perdura }: Changes = {}, resource: Record<string, unknown> = {}) {
  return {
    configurations: {
      queues: { cpu: [['local', 2]] },
      resource_configurations: { local: { image: 'python:3.12', cpus: 1.5, hourly_price: 0, ...resource } },
      ...configurations,
    },
    hyper_params: { cloud_provider: 'docker', ...hyper_params },
    ...(perdura && { perdura }),
  };
}
