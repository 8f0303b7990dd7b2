import { cutLog } from './log-file.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { createService, type Service, type ServiceSpec } from './service.ts';
import type { ServiceRecord } from './state-file.ts';

/** A service and those that must be ready before it starts, and gone only after it. */
export interface ServiceNode {
  name: string;
  needs: string[];
  /** Prepares the service; runs while those it needs are starting. */
  create(): Promise<ServiceSpec>;
}

export interface ServicesOptions {
  /** Each after those it needs. */
  nodes: ServiceNode[];
  /** Told of every new process before anything else happens. */
  onChange(services: ServiceRecord[]): void;
  onNews(text: string): void;
}

export interface Services {
  /** Starts all, together where none needs the other. Rejects when one fails, and leaves the rest to `stop`. */
  start(): Promise<void>;
  /** Stops all in the reverse order. */
  stop(): Promise<void>;
  /** Ends all at once, without waiting. */
  kill(): void;
}

const LOG_CHECK_MS = 60_000;

export function createServices({ nodes, onChange, onNews }: ServicesOptions): Services {
  const services = new Map<string, Service>();
  const records = new Map<string, ServiceRecord>();
  let stopping = false;
  let logCheck: NodeJS.Timeout | undefined;

  function remember(spec: ServiceSpec, process: ProcessIdentity): void {
    records.delete(spec.name);
    records.set(spec.name, { name: spec.name, stopSignal: spec.stopSignal ?? 'SIGTERM', ...process });
    onChange([...records.values()]);
  }

  async function startNode(node: ServiceNode, needs: Promise<void>[]): Promise<void> {
    const [spec] = await Promise.all([node.create(), ...needs]);
    if (stopping) return;
    const begin = performance.now();
    const service = createService(spec, {
      started: (process) => remember(spec, process),
      ready: (again) => onNews(`${spec.name} is ready${again ? ' again' : ` (${seconds(performance.now() - begin)})`}`),
      ended: (how, delayMs) => onNews(`${spec.name} ${how}; starting it again in ${seconds(delayMs)}`),
    });
    services.set(node.name, service);
    await service.start();
  }

  function cutLogs(): void {
    for (const { spec } of services.values()) cutLog(spec.logFile);
  }

  return {
    async start() {
      logCheck = setInterval(cutLogs, LOG_CHECK_MS);
      const ready = new Map<string, Promise<void>>();
      for (const node of nodes) {
        const needs = node.needs.map((name) => ready.get(name)!);
        ready.set(node.name, startNode(node, needs));
      }
      await Promise.all(ready.values());
    },
    async stop() {
      stopping = true;
      clearInterval(logCheck);
      const gone = new Map<string, Promise<unknown>>();
      for (const node of nodes.toReversed()) {
        const users = nodes.filter(({ needs }) => needs.includes(node.name)).map(({ name }) => gone.get(name));
        gone.set(
          node.name,
          Promise.all(users).then(() => services.get(node.name)?.stop()),
        );
      }
      await Promise.all(gone.values());
    },
    kill() {
      stopping = true;
      clearInterval(logCheck);
      for (const service of services.values()) service.kill();
    },
  };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
