/** Whether a text is the key of a service account of Google, as the file has it that its console gives out. */
export function isServiceAccountKey(text: string): boolean {
  try {
    const { type, client_email, private_key } = JSON.parse(text) as Record<string, unknown>;
    return type === 'service_account' && typeof client_email === 'string' && typeof private_key === 'string';
  } catch {
    return false;
  }
}
