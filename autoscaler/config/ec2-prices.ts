/**
 * On-demand prices of Linux machines in US dollars per hour, and their GPUs, as AWS published them for us-east-1 in June 2025. They drift: a resource's
 * `hourly_price` speaks before them.
 */

/** Each size by itself: `[GPUs, price]`. */
const GPU_TYPES: Record<string, readonly [gpus: number, price: number]> = {
  'g3s.xlarge': [1, 0.75],
  'g3.4xlarge': [1, 1.14],
  'g3.8xlarge': [2, 2.28],
  'g3.16xlarge': [4, 4.56],
  'g4ad.xlarge': [1, 0.37853],
  'g4ad.2xlarge': [1, 0.54117],
  'g4ad.4xlarge': [1, 0.867],
  'g4ad.8xlarge': [2, 1.734],
  'g4ad.16xlarge': [4, 3.468],
  'g4dn.xlarge': [1, 0.526],
  'g4dn.2xlarge': [1, 0.752],
  'g4dn.4xlarge': [1, 1.204],
  'g4dn.8xlarge': [1, 2.176],
  'g4dn.12xlarge': [4, 3.912],
  'g4dn.16xlarge': [1, 4.352],
  'g4dn.metal': [8, 7.824],
  'g5.xlarge': [1, 1.006],
  'g5.2xlarge': [1, 1.212],
  'g5.4xlarge': [1, 1.624],
  'g5.8xlarge': [1, 2.448],
  'g5.12xlarge': [4, 5.672],
  'g5.16xlarge': [1, 4.096],
  'g5.24xlarge': [4, 8.144],
  'g5.48xlarge': [8, 16.288],
  'g5g.xlarge': [1, 0.42],
  'g5g.2xlarge': [1, 0.556],
  'g5g.4xlarge': [1, 0.828],
  'g5g.8xlarge': [1, 1.372],
  'g5g.16xlarge': [2, 2.744],
  'g5g.metal': [2, 2.744],
  'g6.xlarge': [1, 0.8048],
  'g6.2xlarge': [1, 0.9776],
  'g6.4xlarge': [1, 1.3232],
  'g6.8xlarge': [1, 2.0144],
  'g6.12xlarge': [4, 4.6016],
  'g6.16xlarge': [1, 3.3968],
  'g6.24xlarge': [4, 6.6752],
  'g6.48xlarge': [8, 13.3504],
  'gr6.4xlarge': [1, 1.5392],
  'gr6.8xlarge': [1, 2.4464],
  'g6e.xlarge': [1, 1.861],
  'g6e.2xlarge': [1, 2.24208],
  'g6e.4xlarge': [1, 3.00424],
  'g6e.8xlarge': [1, 4.52856],
  'g6e.12xlarge': [4, 10.49264],
  'g6e.16xlarge': [1, 7.57719],
  'g6e.24xlarge': [4, 15.06559],
  'g6e.48xlarge': [8, 30.13118],
  'p2.xlarge': [1, 0.9],
  'p2.8xlarge': [8, 7.2],
  'p2.16xlarge': [16, 14.4],
  'p3.2xlarge': [1, 3.06],
  'p3.8xlarge': [4, 12.24],
  'p3.16xlarge': [8, 24.48],
  'p3dn.24xlarge': [8, 31.212],
  'p4d.24xlarge': [8, 21.95764],
  'p4de.24xlarge': [8, 27.44705],
  'p5.4xlarge': [1, 6.88],
  'p5.48xlarge': [8, 55.04],
  'p5en.48xlarge': [8, 63.296],
};

/** Families without GPUs, whose price grows with their size: that of `large`. */
const CPU_FAMILIES: Record<string, number> = {
  t2: 0.0928,
  t3: 0.0832,
  t3a: 0.0752,
  t4g: 0.0672,
  m4: 0.1,
  m5: 0.096,
  m5a: 0.086,
  m5ad: 0.103,
  m5d: 0.113,
  m5n: 0.119,
  m5dn: 0.136,
  m5zn: 0.1652,
  m6a: 0.0864,
  m6g: 0.077,
  m6gd: 0.0904,
  m6i: 0.096,
  m6id: 0.11865,
  m6in: 0.13923,
  m6idn: 0.15912,
  m7a: 0.11592,
  m7g: 0.0816,
  m7gd: 0.1068,
  m7i: 0.1008,
  'm7i-flex': 0.09576,
  m8g: 0.08976,
  c4: 0.1,
  c5: 0.085,
  c5a: 0.077,
  c5ad: 0.086,
  c5d: 0.096,
  c5n: 0.108,
  c6a: 0.0765,
  c6g: 0.068,
  c6gd: 0.0768,
  c6gn: 0.0864,
  c6i: 0.085,
  c6id: 0.1008,
  c6in: 0.1134,
  c7a: 0.10264,
  c7g: 0.0725,
  c7gd: 0.0907,
  c7gn: 0.1248,
  c7i: 0.08925,
  'c7i-flex': 0.08479,
  c8g: 0.07976,
  r4: 0.133,
  r5: 0.126,
  r5a: 0.113,
  r5b: 0.149,
  r5d: 0.144,
  r5n: 0.149,
  r6a: 0.1134,
  r6g: 0.1008,
  r6gd: 0.1152,
  r6i: 0.126,
  r6id: 0.1512,
  r6in: 0.17433,
  r7a: 0.15215,
  r7g: 0.1071,
  r7gd: 0.1361,
  r7i: 0.1323,
  r7iz: 0.186,
  r8g: 0.11782,
  i3: 0.156,
  i4i: 0.1716,
};

/** In `large`s. Those of `metal` differ by family: their price is not known. */
const SMALL_SIZES: Record<string, number> = { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };

/**
 * Against us-east-1: what the dearest of the common families costs more in a region, rounded up, since a budget that is estimated must hold.
 */
const REGIONS: Record<string, number> = {
  'us-east-1': 1,
  'us-east-2': 1,
  'us-west-1': 1.21,
  'us-west-2': 1,
  'ca-central-1': 1.12,
  'eu-central-1': 1.26,
  'eu-north-1': 1.08,
  'eu-west-1': 1.13,
  'eu-west-2': 1.2,
  'eu-west-3': 1.2,
  'ap-northeast-1': 1.46,
  'ap-northeast-2': 1.63,
  'ap-south-1': 1.21,
  'ap-southeast-1': 1.41,
  'ap-southeast-2': 1.4,
  'sa-east-1': 1.71,
};

/** Null when the type or the region is not in the tables. */
export function onDemandPrice(type: string, region: string): number | null {
  const factor = REGIONS[region];
  const price = GPU_TYPES[type]?.[1] ?? cpuPrice(type);
  return factor === undefined || price === null ? null : price * factor;
}

/** GPUs of one machine; null when the type is not in the tables. */
export function gpuCount(type: string): number | null {
  const known = GPU_TYPES[type];
  if (known) return known[0];
  return familyOf(type) in CPU_FAMILIES ? 0 : null;
}

function cpuPrice(type: string): number | null {
  const large = CPU_FAMILIES[familyOf(type)];
  const size = sizeInLarges(type.slice(familyOf(type).length + 1));
  return large === undefined || size === null ? null : large * size;
}

const familyOf = (type: string): string => type.split('.')[0]!;

function sizeInLarges(size: string): number | null {
  const multiple = /^(\d+)xlarge$/.exec(size);
  return multiple ? 2 * Number(multiple[1]) : (SMALL_SIZES[size] ?? null);
}
