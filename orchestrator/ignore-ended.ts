/** The attempt's workflow runs already, or has ended: either way it has been told what matters. */
export async function ignoreEnded(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}

export const isAlreadyStarted = (error: unknown): boolean =>
  error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError';
