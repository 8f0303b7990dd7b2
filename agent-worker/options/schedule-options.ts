import { type Conf, confValue } from '../../sdk/clearml-conf.ts';
import { checkSchedule, checkTimeZone, type Schedule } from '../../workflows/domain/working-hours/schedule.ts';
import { asList } from './settings.ts';

const KINDS = ['uptime', 'downtime'] as const;

export interface ScheduleOptionsInput {
  /** `true` for a flag without a value, which leaves it to the file as the stock agent does. */
  flags: { uptime?: true | string[] | undefined; downtime?: true | string[] | undefined };
  env: NodeJS.ProcessEnv;
  conf: Conf;
}

/** The agent's working hours: by flag, else by the file; null without any. Throws an Error that names what is wrong. */
export function compileSchedule({ flags, env, conf }: ScheduleOptionsInput): Schedule | null {
  const byFlag = KINDS.map((kind) => ({ kind, name: `--${kind}`, spans: spansOf(flags[kind]) }));
  const byFile = KINDS.map((kind) => ({ kind, name: `agent.${kind}`, spans: asList(confValue(conf, `agent.${kind}`)) }));
  const given = [byFlag, byFile].map((both) => both.filter(({ spans }) => spans.length > 0)).find((both) => both.length > 0);
  if (!given) return null;
  const [{ kind, name, spans }, other] = given as [(typeof byFlag)[number], (typeof byFlag)[number]?];
  if (other)
    throw new Error(`${name} ${quote(spans)} and ${other.name} ${quote(other.spans)} contradict each other: give one of them`);
  const timezone = env.PERDURA_AGENT_TIMEZONE || new Intl.DateTimeFormat().resolvedOptions().timeZone;
  naming('PERDURA_AGENT_TIMEZONE', () => checkTimeZone(timezone));
  const schedule = { kind, spans, timezone };
  naming(name, () => checkSchedule(schedule));
  return schedule;
}

const spansOf = (flag: true | string[] | undefined): string[] => (Array.isArray(flag) ? flag : []);

const quote = (spans: string[]): string => spans.map((span) => `"${span}"`).join(' ');

function naming(setting: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${setting}: ${(error as Error).message}`);
  }
}
