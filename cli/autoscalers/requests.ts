import type { HttpClient } from '../../sdk/http-client.ts';
import { OptionError } from '../../stack/options.ts';
import type { AutoscalerSummary, AutoscalerView, MachineView } from '../../workflows/contracts/autoscaler-api.ts';
import { NotThereError } from '../exit-code.ts';

const pathOf = (which: string): string => `/api/autoscalers/${encodeURIComponent(which)}`;

export const readAutoscalers = async (client: HttpClient): Promise<AutoscalerSummary[]> =>
  (await client.request<{ autoscalers: AutoscalerSummary[] }>('GET', '/api/autoscalers')).autoscalers;

export const readAutoscaler = (client: HttpClient, which: string): Promise<AutoscalerView> =>
  client.request('GET', pathOf(which));

export const readMachines = async (client: HttpClient, which: string, ended: boolean): Promise<MachineView[]> =>
  (await client.request<{ machines: MachineView[] }>('GET', `${pathOf(which)}/machines?ended=${ended}`)).machines;

export const readPart = <T>(client: HttpClient, which: string, path: string): Promise<T> =>
  client.request('GET', `${pathOf(which)}/${path}`);

/** Has an autoscaler do something. Each of these may be done twice. */
export const ask = <T = Record<string, unknown>>(
  client: HttpClient,
  which: string,
  verb: string,
  body: object = {},
): Promise<T> => client.request('POST', `${pathOf(which)}/${verb}`, body);

/** The autoscaler that is meant: the only one, where none is named. Throws NotThereError or OptionError. */
export async function chooseAutoscaler(client: HttpClient, which: string | undefined): Promise<string> {
  if (which !== undefined) return which;
  const all = await readAutoscalers(client);
  if (all.length === 0) throw new NotThereError('there is no autoscaler');
  if (all.length > 1) throw new OptionError(`which autoscaler? There are ${all.map(({ name }) => name).join(', ')}`);
  return all[0]!.name;
}
