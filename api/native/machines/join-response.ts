import type { JoinedMachine } from '../../../activities/db/machines/join-machine.ts';
import type { JoinResponse } from '../../../workflows/contracts/machine-api.ts';
import type { CreatedCredentials } from '../../auth/create-credentials.ts';
import type { ApiContext } from '../../context.ts';

/** Everything that a machine needs to become an agent. */
export function joinResponse({ options }: ApiContext, joined: JoinedMachine, credentials: CreatedCredentials): JoinResponse {
  const { configuration, resource } = joined;
  const { configurations, hyper_params: settings } = configuration;
  return {
    machine: joined.id,
    worker: joined.worker,
    queues: [joined.queue],
    ...addresses(options.urls, configuration.perdura.server_url),
    ...credentials,
    extraConf: [configurations.extra_trains_conf, configurations.extra_clearml_conf].filter(Boolean).join('\n'),
    script: configurations.extra_vm_bash_script,
    gitUser: settings.git_user,
    gitPass: settings.git_pass,
    dockerImage: settings.default_docker_image,
    cpuOnly: resource?.cpu_only ?? false,
    maxIdleSeconds: settings.max_idle_time_min * 60,
  };
}

type Addresses = Pick<JoinResponse, 'apiUrl' | 'filesUrl' | 'webUrl'>;

/** What stands on the API's host is found by machines where they find the API. */
function addresses(urls: { api: string; files: string; web: string }, serverUrl: string | null): Addresses {
  if (serverUrl === null) return { apiUrl: urls.api, filesUrl: urls.files, webUrl: urls.web };
  const { hostname } = new URL(urls.api);
  const asSeen = (text: string) => {
    const url = new URL(text);
    if (url.hostname !== hostname) return text;
    url.hostname = new URL(serverUrl).hostname;
    return url.href.replace(/\/$/, '');
  };
  return { apiUrl: serverUrl, filesUrl: asSeen(urls.files), webUrl: asSeen(urls.web) };
}
