/** So that four parts stay below what a worker id may be long. */
const LONGEST_PART = 35;

export interface WorkerParts {
  prefix: string;
  resource: string;
  instanceType: string;
  cloudId: string;
}

/** The worker id of a machine, as ClearML's autoscaler makes it: `prefix:resource:type:id`. */
export const workerOf = ({ prefix, resource, instanceType, cloudId }: WorkerParts): string =>
  [prefix, resource, instanceType, cloudId].map((part) => part.replace(/[\s/?#:]/g, '_').slice(0, LONGEST_PART)).join(':');
