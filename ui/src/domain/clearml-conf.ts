export interface ClearmlConfInput {
  webUrl: string;
  apiUrl: string;
  filesUrl: string;
  accessKey: string;
  secretKey: string;
}

/** The block that `clearml-init` and `clearml-agent init` ask for, and that may also stand in `~/clearml.conf` as it is. */
export const clearmlConf = ({ webUrl, apiUrl, filesUrl, accessKey, secretKey }: ClearmlConfInput): string => `api {
  web_server: ${webUrl}
  api_server: ${apiUrl}
  files_server: ${filesUrl}
  credentials {
    "access_key" = "${accessKey}"
    "secret_key" = "${secretKey}"
  }
}
`;

/** The same as environment variables. */
export const clearmlEnvironment = ({
  webUrl,
  apiUrl,
  filesUrl,
  accessKey,
  secretKey,
}: ClearmlConfInput): string => `export CLEARML_WEB_HOST=${webUrl}
export CLEARML_API_HOST=${apiUrl}
export CLEARML_FILES_HOST=${filesUrl}
export CLEARML_API_ACCESS_KEY=${accessKey}
export CLEARML_API_SECRET_KEY=${secretKey}
`;
