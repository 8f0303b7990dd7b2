/** A scaler's file, as ClearML's `aws_autoscaler.yaml` has it, its optional parts filled in. */
export interface ScalerConfiguration {
  configurations: {
    extra_clearml_conf: string;
    extra_trains_conf: string;
    extra_vm_bash_script: string;
    /** Queue to pairs of resource and maximum, tried in this order. */
    queues: Record<string, [resource: string, max: number][]>;
    resource_configurations: Record<string, ResourceConfiguration>;
  };
  hyper_params: {
    cloud_credentials_key: string;
    /** Of Google Cloud; '': that of the credentials. */
    cloud_credentials_project: string;
    cloud_credentials_region: string;
    /** Of AWS; or the key of a service account of Google, as its JSON file has it. */
    cloud_credentials_secret: string;
    /** Of temporary credentials. */
    cloud_credentials_token: string;
    /** '' is AWS. */
    cloud_provider: '' | 'aws' | 'docker' | 'gcp';
    default_docker_image: string;
    git_user: string;
    git_pass: string;
    max_idle_time_min: number;
    max_spin_up_time_min: number;
    polling_interval_time_min: number;
    use_credentials_chain: boolean;
    workers_prefix: string;
  };
  perdura: PerduraSection;
}

/** What ClearML's file has no word for. */
export interface PerduraSection {
  /** All queues, the one that is served first in front: neither JSON nor Postgres keeps the order of `queues`. */
  priority: string[];
  /** Over all queues. */
  max_instances: number | null;
  budget: {
    hours_per_day: number | null;
    cost_per_day: number | null;
    at_limit: 'end' | 'drain';
  };
  /** Queue to machines that are kept ready without a task. */
  warm_pool: Record<string, number>;
  /** While one holds, its warm pools replace those above. */
  schedules: WarmSchedule[];
  /** Address of the API as machines reach it; null: the one that the server is known by. */
  server_url: string | null;
}

export interface WarmSchedule {
  /** 0 is Sunday. */
  days: number[];
  /** `HH:MM` */
  from: string;
  to: string;
  /** A name of the time zone database. */
  timezone: string;
  warm_pool: Record<string, number>;
}

export type ResourceConfiguration = Ec2Resource | DockerResource | GcpResource;

interface CommonResource {
  name: string;
  /** Shared by all queues that use it. */
  max_instances: number | null;
  /** Dollars per hour, in place of the price table's. */
  hourly_price: number | null;
  cpu_only: boolean;
}

export interface Ec2Resource extends CommonResource {
  kind: 'ec2';
  instance_type: string;
  ami_id: string;
  is_spot: boolean;
  /** Several are tried in turn. */
  availability_zones: string[];
  subnet_ids: string[];
  key_name: string | null;
  security_group_ids: string[] | null;
  ebs_device_name: string | null;
  ebs_volume_size: number | null;
  ebs_volume_type: string | null;
  ebs_snapshot_id: string | null;
  iam_name: string | null;
  iam_arn: string | null;
  tags: Record<string, string>;
  enable_monitoring: boolean;
  /** Further fields of `RunInstances`, as they are. */
  extra_configurations: Record<string, unknown>;
}

export interface DockerResource extends CommonResource {
  kind: 'docker';
  image: string;
  cpus: number | null;
  memory_gib: number | null;
  /** Of this host, given to each container. */
  gpus: number;
  network: string;
}

export interface GcpResource extends CommonResource {
  kind: 'gcp';
  machine_type: string;
  /** `projects/debian-cloud/global/images/family/debian-12` */
  image: string;
  /** Tried in turn. */
  zones: string[];
  is_spot: boolean;
  /** Added to a machine that comes without; null for none. */
  gpu_type: string | null;
  gpu_count: number;
  /** Of one machine, those that it comes with too. */
  gpus: number;
  /** GiB, as Google counts them; null: that of the image. */
  disk_size_gb: number | null;
  disk_type: string | null;
  network: string | null;
  subnetwork: string | null;
  /** Without a public address, as gcloud's `--no-address`. */
  no_address: boolean;
  network_tags: string[];
  /** Its e-mail address; null: machines have none. */
  service_account: string | null;
  labels: Record<string, string>;
  /** Further fields of `instances.insert`, as they are. */
  extra_configurations: Record<string, unknown>;
}

/** What the configuration must not show: kept apart from it, and given to the cloud and to joining machines alone. */
export interface ScalerSecrets {
  cloud_credentials_key: string;
  cloud_credentials_secret: string;
  cloud_credentials_token: string;
  git_pass: string;
  extra_clearml_conf: string;
  extra_trains_conf: string;
  extra_vm_bash_script: string;
}
