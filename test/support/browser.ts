/** As much of a browser as authentication sees: it keeps cookies, and says which page a call comes from. */
export interface Browser {
  /** Cookies by name. */
  cookies: Map<string, string>;
  call(method: string, url: string, options?: BrowserCall): Promise<BrowserAnswer>;
}

export interface BrowserCall {
  body?: unknown;
  headers?: Record<string, string>;
}

export interface BrowserAnswer {
  status: number;
  body: any;
  headers: Headers;
}

/** A browser whose pages come from the server that it calls, unless a call says otherwise by its headers. */
export function openBrowser(): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call(method, url, { body, headers = {} } = {}) {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/json',
          Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      return { status: response.status, headers: response.headers, body: parse(await response.text()) };
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const [name = '', value = ''] = pair.split('=');
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
