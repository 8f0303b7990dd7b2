import type { RefusalCode } from '../../activities/db/errors.ts';

/** HTTP status and ClearML's subcode of each refusal. */
export const ERROR_CODES: Record<RefusalCode, readonly [status: number, subcode: number]> = {
  invalid: [400, 12],
  badPattern: [400, 21],
  unauthorized: [401, 20],
  forbidden: [403, 40],
  taskNotFound: [400, 101],
  taskStatus: [400, 110],
  taskPublished: [400, 113],
  taskCannotBeDeleted: [400, 123],
  taskAlreadyQueued: [400, 706],
  taskNotQueued: [400, 703],
  modelNotFound: [400, 201],
  modelReady: [400, 202],
  projectNotFound: [400, 401],
  projectNotEmpty: [400, 402],
  queueNotFound: [400, 701],
  queueNotEmpty: [400, 702],
  notUnique: [400, 801],
  eventsNotAdded: [400, 131],
  scrollNotFound: [400, 1104],
  workerNotFound: [400, 1001],
  userNotFound: [400, 1000],
  conflict: [400, 14],
  tooManyAttempts: [429, 0],
  runSuperseded: [409, 0],
};
