import { type NoticeSource, type NoticeSourceInput, REQUEST_MS } from './notice-source.ts';

/** What Compute Engine says of a host that needs maintenance and whose machines cannot move to another one, as none with GPUs can. */
const ENDED_FOR_MAINTENANCE = 'TERMINATE_ON_HOST_MAINTENANCE';

/** The metadata server of Compute Engine. It says that a spot machine is taken back half a minute before, and maintenance up to an hour. */
export function gcpNotices({ url, signal }: NoticeSourceInput): NoticeSource {
  let answers = false;
  const read = async (path: string) => {
    const response = await fetch(`${url}/computeMetadata/v1/instance/${path}`, {
      headers: { 'Metadata-Flavor': 'Google' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    answers = true;
    const text = (await response.text()).trim();
    if (!response.ok) throw new Error(`no answer for ${path}: HTTP ${response.status}`);
    return text;
  };
  return {
    answers: () => answers,
    async read(orLikely) {
      if ((await read('preempted')) === 'TRUE') return { action: 'terminate', time: null };
      const likely = orLikely && (await read('maintenance-event')) === ENDED_FOR_MAINTENANCE;
      return likely ? { action: 'rebalance', time: null } : null;
    },
  };
}
