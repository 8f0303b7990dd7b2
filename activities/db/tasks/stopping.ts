/** What a stopping task's `status_message` is: stock agents and SDKs poll for exactly this word. */
export const STOPPING = 'stopping';
/** What those who run it are told for a reason when there is none. */
export const STOP_REQUESTED = 'stop requested';
