import { z } from 'zod';
import { interruptMachine } from '../../../activities/db/machines/interrupt-machine.ts';
import { joinMachine } from '../../../activities/db/machines/join-machine.ts';
import { readStanding } from '../../../activities/db/machines/read-standing.ts';
import { reportStep } from '../../../activities/db/machines/report-step.ts';
import {
  INTERRUPTION_ACTIONS,
  type InterruptionNotice,
  type JoinRequest,
  type JoinResponse,
  MACHINE_STEPS,
  type MachineReport,
  type MachineStanding,
} from '../../../workflows/contracts/machine-api.ts';
import { deriveCredentials } from '../../auth/derive-credentials.ts';
import { hashSecret } from '../../auth/secrets.ts';
import { defineRoute } from '../route.ts';
import { joinResponse } from './join-response.ts';
import { packageRoute } from './package.ts';

const secret = z.string().min(16).max(200);
const params = z.object({ id: z.string() });

const joinRequest = z.object({ token: secret, nonce: secret }) satisfies z.ZodType<JoinRequest>;

const machineReport = z.object({
  step: z.enum(MACHINE_STEPS),
  ok: z.boolean(),
  log: z.string().max(100_000),
}) satisfies z.ZodType<MachineReport>;

const interruptionNotice = z.object({
  action: z.enum(INTERRUPTION_ACTIONS),
  time: z.string().max(100).nullable(),
}) satisfies z.ZodType<InterruptionNotice>;

const join = defineRoute({
  method: 'post',
  path: '/machines/join',
  needs: 'nothing',
  summary: 'Lets a machine in that was launched with this token; answers what it needs, secrets included',
  body: joinRequest,
  async handle({ api, body: { token, nonce } }): Promise<JoinResponse> {
    const credentialsFor = (machine: string) => deriveCredentials(api, `machine ${machine} ${nonce}`);
    const joined = await joinMachine(api.db, {
      token,
      nonce,
      now: api.now(),
      credentialsFor(machine) {
        const { accessKey, secretKey } = credentialsFor(machine);
        return { accessKey, secretHash: hashSecret(secretKey) };
      },
    });
    return joinResponse(api, joined, credentialsFor(joined.id));
  },
});

const report = defineRoute({
  method: 'post',
  path: '/machines/:id/report',
  needs: 'serve',
  summary: 'Says how a step of a machine went; with its own credentials',
  params,
  body: machineReport,
  async handle({ api, principal, params: { id }, body }) {
    await reportStep(api.db, { machine: id, accessKey: principal.accessKey, report: body, now: api.now() });
    return {};
  },
});

const interrupted = defineRoute({
  method: 'post',
  path: '/machines/:id/interrupted',
  needs: 'serve',
  summary: 'Says that the cloud takes the machine back; with its own credentials',
  params,
  body: interruptionNotice,
  async handle({ api, principal, params: { id }, body }) {
    await interruptMachine(api.db, { machine: id, accessKey: principal.accessKey, notice: body, now: api.now() });
    return {};
  },
});

const standing = defineRoute({
  method: 'get',
  path: '/machines/:id',
  needs: 'serve',
  summary: 'Whether a scaler looks after the machine, and whether it is to end; with its own credentials',
  params,
  async handle({ api, principal, params: { id } }): Promise<MachineStanding> {
    return readStanding(api.db, { machine: id, accessKey: principal.accessKey, now: api.now() });
  },
});

export const machineRoutes = [packageRoute(), join, report, interrupted, standing];
