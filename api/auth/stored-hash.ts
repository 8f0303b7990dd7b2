const ARGON2 = /^\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+$/;
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** The hash in a text that is one: argon2 in PHC form, bcrypt, or base64 of bcrypt as ClearML keeps it; null for any other. */
export function storedHash(text: string): string | null {
  if (ARGON2.test(text) || BCRYPT.test(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return BCRYPT.test(decoded) ? decoded : null;
}
