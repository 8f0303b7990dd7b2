import type { StackUrls } from './addresses.ts';

/** The block of `~/clearml.conf` that connects a ClearML client, as ClearML's own web page gives it out. */
export function clientConf(
  urls: Pick<StackUrls, 'api' | 'web' | 'files'>,
  keys: { accessKey: string; secretKey: string },
): string {
  return `api {
    web_server: ${urls.web}
    api_server: ${urls.api}
    files_server: ${urls.files}
    credentials {
        "access_key" = "${keys.accessKey}"
        "secret_key" = "${keys.secretKey}"
    }
}
`;
}
