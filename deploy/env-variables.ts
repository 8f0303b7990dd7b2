import { randomCredentials, randomText } from '../stack/secrets.ts';

/** What somebody who makes an installation decides. */
export interface InstallationChoice {
  /** The name or address under which browsers, SDKs and agents reach this server. */
  host: string;
  /** This machine's address in the network of its agents; agents elsewhere need to reach Temporal there. */
  agentsAddress: string;
}

export interface EnvVariable {
  name: string;
  /** A line for the one who reads the file. */
  about: string;
  secret?: true;
  value: string;
}

/** Every variable that the compose files need, with values for a new installation; secrets are new at each call. */
export function envVariables({ host, agentsAddress }: InstallationChoice): EnvVariable[] {
  const { accessKey, secretKey } = randomCredentials('agents');
  const everywhere = host === 'localhost' || host === '127.0.0.1' ? '127.0.0.1' : '0.0.0.0';
  return [
    {
      name: 'PERDURA_API_URL',
      about: 'What clients are told; lasting names, since tasks store them.',
      value: `http://${host}:8008`,
    },
    { name: 'PERDURA_FILES_URL', about: 'The file server.', value: `http://${host}:8081` },
    { name: 'PERDURA_WEB_URL', about: 'The web pages.', value: `http://${host}:8080` },
    {
      name: 'PERDURA_BEHIND_PROXY',
      about: 'true: believe X-Forwarded-*, because only a proxy reaches the ports.',
      value: 'false',
    },
    { name: 'PERDURA_PUBLISH_ADDRESS', about: 'Where this machine publishes API, files and web pages.', value: everywhere },
    { name: 'PERDURA_API_PORT', about: 'The ports there.', value: '8008' },
    { name: 'PERDURA_FILES_PORT', about: '', value: '8081' },
    { name: 'PERDURA_WEB_PORT', about: '', value: '8080' },
    {
      name: 'PERDURA_TEMPORAL_PUBLISH_ADDRESS',
      about: 'Where it publishes Temporal, which knows no passwords: an address that only agents reach.',
      value: agentsAddress,
    },
    { name: 'PERDURA_TEMPORAL_PORT', about: '', value: '7233' },
    { name: 'PERDURA_TEMPORAL_PUBLIC_ADDRESS', about: 'What agents are told.', value: `${agentsAddress}:7233` },
    { name: 'PERDURA_TEMPORAL_WEB_PORT', about: 'Temporal Web, on this machine only: see docs/deploy.md.', value: '8233' },
    { name: 'PERDURA_TEMPORAL_WEB_URL', about: '', value: 'http://localhost:8233' },
    { name: 'PERDURA_AGENT_QUEUES', about: 'Queues of the agents in the profiles agent and agent-gpu.', value: 'default' },
    { name: 'PERDURA_SIGNING_KEY', about: 'Signs tokens.', secret: true, value: randomText(48) },
    { name: 'PERDURA_ADMIN_PASSWORD', about: 'The first password of the user admin.', secret: true, value: randomText(12) },
    {
      name: 'PERDURA_ACCESS_KEY',
      about: 'Credentials of this installation’s own agents, for nothing else.',
      secret: true,
      value: accessKey,
    },
    { name: 'PERDURA_SECRET_KEY', about: '', secret: true, value: secretKey },
    { name: 'POSTGRES_PASSWORD', about: 'Postgres: its superuser,', secret: true, value: randomText(24) },
    { name: 'PERDURA_DATABASE_PASSWORD', about: 'the role of Perdura,', secret: true, value: randomText(24) },
    { name: 'TEMPORAL_DATABASE_PASSWORD', about: 'the role of Temporal.', secret: true, value: randomText(24) },
  ];
}
