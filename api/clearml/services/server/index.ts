import { z } from 'zod';
import { defineEndpoint } from '../../endpoint.ts';
import { API_VERSION, SERVER_VERSION } from '../../versions.ts';

const info = defineEndpoint({
  name: 'server.info',
  needs: 'read',
  summary: 'Versions of the server and of its API',
  request: z.object({}),
  response: z.object({ version: z.string(), build: z.string(), commit: z.string(), api_version: z.string() }),
  async handle() {
    return { version: SERVER_VERSION, build: '', commit: '', api_version: API_VERSION };
  },
});

const supportedModes = defineEndpoint({
  name: 'login.supported_modes',
  needs: 'nothing',
  summary: 'How one may log in',
  request: z.object({}),
  response: z.object({ authenticated: z.boolean(), basic: z.record(z.string(), z.unknown()) }),
  async handle({ principal }) {
    return {
      authenticated: principal.userId !== '',
      basic: { enabled: true, guest: { enabled: false } },
      server_errors: { missed_es_upgrade: false, es_connection_error: false },
      sso: {},
      sso_providers: [],
    };
  },
});

const getStorageSettings = defineEndpoint({
  name: 'storage.get_settings',
  needs: 'read',
  summary: 'Access to cloud storage that the server hands out: none',
  request: z.object({}),
  response: z.object({ settings: z.record(z.string(), z.unknown()) }),
  async handle() {
    return {
      settings: {
        aws: { key: '', secret: '', token: '', region: '', use_credentials_chain: false, buckets: [] },
        google: { project: null, credentials_json: null, buckets: [] },
        azure: { containers: [] },
        last_update: null,
      },
    };
  },
});

const getReports = defineEndpoint({
  name: 'reports.get_all_ex',
  needs: 'read',
  summary: 'Reports; this server keeps none',
  request: z.looseObject({}),
  response: z.object({ tasks: z.array(z.unknown()) }),
  async handle() {
    return { tasks: [] };
  },
});

export const serverEndpoints = [info, supportedModes, getStorageSettings, getReports];
