import type { Connection } from '../../sdk/connection.ts';

export type Addresses = Required<Pick<Connection, 'apiUrl' | 'webUrl' | 'filesUrl'>>;

const PORTS = { apiUrl: '8008', webUrl: '8080', filesUrl: '8081' } as const;
const SUBDOMAINS = { apiUrl: 'api', webUrl: 'app', filesUrl: 'files' } as const;

/** Guesses the addresses of a server's other parts from one of them, as ClearML's own set-up does. */
export function guessAddresses(known: string): Addresses {
  const url = new URL(known);
  const [subdomain = '', ...domain] = url.hostname.split('.');
  const bySubdomain = !url.port && Object.values(SUBDOMAINS).some((part) => part === subdomain);
  const part = (name: keyof Addresses): string => {
    const copy = new URL(url);
    if (bySubdomain) copy.hostname = [SUBDOMAINS[name], ...domain].join('.');
    else copy.port = PORTS[name];
    return copy.href.replace(/\/+$/, '');
  };
  return { apiUrl: part('apiUrl'), webUrl: part('webUrl'), filesUrl: part('filesUrl') };
}

/** The address without a slash at its end. Throws an Error that names what it is for and what is allowed. */
export function checkAddress(what: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return address.replace(/\/+$/, '');
  throw new Error(`${what} is "${address}": an address such as http://my-server:8008 is needed`);
}
