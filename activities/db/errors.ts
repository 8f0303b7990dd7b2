/** Everything that a call can be refused for. Each edge maps these once to its own codes. */
export type RefusalCode =
  | 'invalid'
  /** A regular expression that cannot be read. */
  | 'badPattern'
  | 'unauthorized'
  | 'forbidden'
  | 'taskNotFound'
  | 'taskStatus'
  | 'taskPublished'
  | 'taskCannotBeDeleted'
  | 'taskAlreadyQueued'
  | 'taskNotQueued'
  | 'modelNotFound'
  | 'modelReady'
  | 'modelInUse'
  | 'projectNotFound'
  | 'projectNotEmpty'
  | 'queueNotFound'
  | 'queueNotEmpty'
  | 'notUnique'
  | 'eventsNotAdded'
  | 'plotNotFound'
  | 'scrollNotFound'
  | 'workerNotFound'
  | 'scalerNotFound'
  | 'machineNotFound'
  | 'userNotFound'
  | 'credentialsNotFound'
  | 'conflict'
  | 'tooManyAttempts'
  | 'runSuperseded'
  /** A part of the server that this needs is away; nothing was changed. */
  | 'unavailable';

/** A call was refused. The message names the field, the value and what is allowed; nothing was changed. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly field: string | undefined;
  readonly data: Record<string, unknown>;

  constructor(code: RefusalCode, message: string, { field, data = {} }: { field?: string; data?: Record<string, unknown> } = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.field = field;
    this.data = data;
  }
}
