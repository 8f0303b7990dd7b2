import type { RoutedCall } from './gce.ts';

/** A call that Compute Engine refuses. */
export class GceError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message = `injected ${reason}`) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export interface GceInstance {
  id: string;
  name: string;
  zone: string;
  status: string;
  creationTimestamp: string;
  labels: Record<string, string>;
  scheduling: Record<string, unknown>;
  metadata: { items: { key: string; value: string }[] };
  [field: string]: unknown;
}

interface GceOperation {
  name: string;
  status: string;
  operationType: string;
  targetId: string;
  error?: { errors: { code: string; message: string }[] };
}

/** As much of Compute Engine as machines need: instances by zone and name, operations, serial ports. */
export class SimulatedGce {
  readonly #project: string;
  readonly #instances = new Map<string, GceInstance>();
  readonly #operations = new Map<string, GceOperation & { looks: number; zone: string }>();
  readonly #consoles = new Map<string, string>();
  /** Shows so many machines a page at most. */
  pageSize = 500;
  /** For this time, a new machine is hidden from who looks for its labels. */
  lagMs = 0;
  /** How often an operation is asked for until it is done. */
  looks = 1;
  /** Zones that do not answer. */
  readonly unreachable = new Set<string>();
  #next = 1_000_001;

  constructor(project: string) {
    this.#project = project;
  }

  instances(): GceInstance[] {
    return [...this.#instances.values()];
  }

  clear(): void {
    this.#instances.clear();
    this.#operations.clear();
    this.#consoles.clear();
    this.unreachable.clear();
    this.pageSize = 500;
    this.looks = 1;
    this.lagMs = 0;
  }

  /** What a machine has printed. */
  print(name: string, text: string): void {
    this.#consoles.set(name, text);
  }

  /** A machine has another status, as when it powers itself off (`TERMINATED`). */
  set(name: string, status: string): void {
    this.#named(name).status = status;
  }

  /** Begins to take a spot machine back, or ends it so: it is deleted, as it was asked to be. */
  preempt(name: string, { done }: { done: boolean }): void {
    const instance = this.#named(name);
    instance.status = 'STOPPING';
    this.#operate('compute.instances.preempted', instance);
    if (done) this.#instances.delete(keyOf(instance));
  }

  answer(call: RoutedCall, failing: { operation: string; message?: string } | null): unknown {
    if (call.action === 'insert') return this.#insert(call.zone!, call.body as GceInstance, failing);
    if (call.action === 'list') return this.#list(call.query);
    if (call.action === 'operations') return { items: this.#preemptions(call) };
    if (call.action === 'operation') return this.#look(call.name!);
    if (call.name === null) throw new GceError(404, 'notFound', call.action);
    const instance = this.#instances.get(`${call.zone}/${call.name}`);
    if (!instance) throw new GceError(404, 'notFound', `The resource '${call.name}' was not found`);
    if (call.action === 'get') return instance;
    if (call.action === 'serialPort') return { contents: this.#consoles.get(instance.name) ?? '', start: '0', next: '0' };
    this.#instances.delete(keyOf(instance));
    return this.#operate('delete', instance);
  }

  #insert(zone: string, body: GceInstance, failing: { operation: string; message?: string } | null): GceOperation {
    if (this.#instances.has(`${zone}/${body.name}`))
      throw new GceError(409, 'alreadyExists', `The resource '${body.name}' already exists`);
    const instance: GceInstance = {
      ...body,
      id: String(this.#next++),
      zone: `https://www.googleapis.com/compute/v1/projects/${this.#project}/zones/${zone}`,
      status: 'PROVISIONING',
      creationTimestamp: new Date().toISOString(),
    };
    const operation = this.#operate('insert', instance);
    if (failing) operation.error = { errors: [{ code: failing.operation, message: failing.message ?? 'injected' }] };
    else this.#instances.set(keyOf(instance), instance);
    return operation;
  }

  #operate(operationType: string, { id, zone }: GceInstance) {
    const name = `operation-${this.#next++}`;
    const operation = { name, status: 'RUNNING', operationType, targetId: id, looks: 0, zone: zone.split('/').at(-1)! };
    this.#operations.set(name, operation);
    return operation as GceOperation;
  }

  #look(name: string): GceOperation {
    const operation = this.#operations.get(name);
    if (!operation) throw new GceError(404, 'notFound', `The resource '${name}' was not found`);
    operation.looks += 1;
    if (operation.looks < this.looks) return { ...operation, error: undefined } as unknown as GceOperation;
    operation.status = 'DONE';
    for (const instance of this.#instances.values())
      if (instance.id === operation.targetId && instance.status === 'PROVISIONING') instance.status = 'RUNNING';
    return operation;
  }

  #preemptions({ zone, query }: RoutedCall): GceOperation[] {
    const type = /^operationType="(.*)"$/.exec(query.get('filter') ?? '')?.[1];
    return [...this.#operations.values()].filter((one) => one.zone === zone && one.operationType === type);
  }

  #list(query: URLSearchParams): unknown {
    const [, label = '', value] = /^labels\.([a-z_]+)=(.*)$/.exec(query.get('filter') ?? '') ?? [];
    const shown = Date.now() - this.lagMs;
    const all = this.instances().filter(
      ({ labels, creationTimestamp }) => labels[label] === value && Date.parse(creationTimestamp) <= shown,
    );
    const from = Number(query.get('pageToken') ?? 0);
    const page = all.slice(from, from + this.pageSize);
    const zones = Object.groupBy(page, ({ zone }) => `zones/${zone.split('/').at(-1)}`);
    const nothing = { warning: { code: 'NO_RESULTS_ON_PAGE', message: 'There are no results for scope on this page.' } };
    return {
      items: {
        'zones/us-west1-a': nothing,
        ...Object.fromEntries(Object.entries(zones).map(([zone, instances]) => [zone, { instances }])),
        ...Object.fromEntries([...this.unreachable].map((zone) => [`zones/${zone}`, { warning: UNREACHABLE }])),
      },
      ...(from + this.pageSize < all.length && { nextPageToken: String(from + this.pageSize) }),
    };
  }

  #named(name: string): GceInstance {
    const instance = this.instances().find((one) => one.name === name);
    if (!instance) throw new Error(`there is no machine ${name}`);
    return instance;
  }
}

const UNREACHABLE = { code: 'UNREACHABLE', message: 'The zone is unavailable.' };

const keyOf = ({ zone, name }: GceInstance): string => `${zone.split('/').at(-1)}/${name}`;
