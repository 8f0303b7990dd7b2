/** A failure of the user's making: trying again with the same task changes nothing. The message is for the user. */
export class UserError extends Error {
  override name = 'UserError';
}
