import type { ResourceConfiguration } from '../../../autoscaler/config/scaler-configuration.ts';

/** A machine that truly exists, whatever anybody knows of it. */
export interface LivingMachine {
  /** As its cloud calls it. */
  cloudId: string;
  /** Our ids, from its tags. */
  scaler: string;
  machine: string;
}

/** A simulated cloud whose calls fail at random, and whose machines do. */
export interface SoakCloud {
  /** Machines on which an agent can run. */
  alive(): Promise<LivingMachine[]>;
  /** What is still paid for, in the cloud's words. */
  left(): Promise<string[]>;
  /** From now on calls fail at random, each time with `onFault`, and new machines are shown late. */
  failAtRandom(luck: Luck): void;
  /** No call fails any more. */
  heal(): void;
  /** Ends a machine, or says that it will, as clouds do. */
  harm(cloudId: string): Promise<void>;
  /** Of a scaler's file: where machines come from. */
  hyperParams: Record<string, unknown>;
  /** A kind of machine, without its name. */
  resource(fields: Pick<ResourceConfiguration, 'hourly_price'> & { is_spot: boolean }): Record<string, unknown>;
  release(): Promise<void>;
}

export interface Luck {
  chance(probability: number): boolean;
  onFault(): void;
}

/** Rules of faults that hold for ever, each time by chance. */
export const byChance = <Rule extends { probability: number }>(rules: Rule[], { chance, onFault }: Luck) =>
  rules.map(({ probability, ...rule }) => ({
    ...rule,
    when() {
      const hit = chance(probability);
      if (hit) onFault();
      return hit;
    },
  }));
