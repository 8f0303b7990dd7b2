import { INTERRUPTION_ACTIONS, type InterruptionNotice } from '../../../workflows/contracts/machine-api.ts';
import { type NoticeSource, type NoticeSourceInput, REQUEST_MS } from './notice-source.ts';

const TOKEN_SECONDS = 21_600;

/** The metadata service of EC2, version 2, which answers nobody without a token. */
export function ec2Notices(input: NoticeSourceInput): NoticeSource {
  const { read, answers } = createMetadata(input);
  return {
    answers,
    async read(orLikely) {
      const certain = await read<{ action?: string; time?: string }>('spot/instance-action');
      if (certain) return { action: actionOf(certain.action), time: certain.time ?? null };
      const likely = orLikely ? await read<{ noticeTime?: string }>('events/recommendations/rebalance') : null;
      return likely && { action: 'rebalance', time: likely.noticeTime ?? null };
    },
  };
}

const actionOf = (action: string | undefined): InterruptionNotice['action'] =>
  INTERRUPTION_ACTIONS.find((known) => known === action) ?? 'terminate';

interface Metadata extends Pick<NoticeSource, 'answers'> {
  /** Null for what is not there. */
  read<T>(path: string): Promise<T | null>;
}

function createMetadata({ url, signal }: NoticeSourceInput): Metadata {
  let token: string | undefined;
  let answers = false;
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}/latest/${path}`, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    answers = true;
    return response;
  };
  const newToken = async () => {
    const response = await send('api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': String(TOKEN_SECONDS) },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`no metadata token: HTTP ${response.status}`);
    return text;
  };
  return {
    answers: () => answers,
    async read<T>(path: string): Promise<T | null> {
      token ??= await newToken();
      const response = await send(`meta-data/${path}`, { headers: { 'X-aws-ec2-metadata-token': token } });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as T;
      if (response.status === 401) token = undefined;
      return null;
    },
  };
}
