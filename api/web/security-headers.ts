import type { Middleware } from 'koa';
import helmet from 'koa-helmet';
import type { ApiContext } from '../context.ts';

/** What browsers are told of our pages: nothing but our own scripts, and nobody puts them into a frame. */
export function securityHeaders({ options }: ApiContext): Middleware {
  const encrypted = options.urls.web.startsWith('https:');
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directives(options.urls) },
    // Without TLS browsers would only complain of these.
    strictTransportSecurity: encrypted,
    crossOriginOpenerPolicy: encrypted,
    originAgentCluster: encrypted,
    // Images of tasks may lie in any store.
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  }) as Middleware;
}

function directives({ api, files }: { api: string; files: string }): Record<string, string[]> {
  const self = "'self'";
  const anywhere = ['data:', 'blob:', 'http:', 'https:'];
  return {
    defaultSrc: [self],
    baseUri: [self],
    formAction: [self],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    scriptSrc: [self],
    styleSrc: [self, "'unsafe-inline'"],
    fontSrc: [self, 'data:'],
    imgSrc: [self, ...anywhere],
    mediaSrc: [self, ...anywhere],
    workerSrc: [self, 'blob:'],
    connectSrc: [self, api, files],
  };
}
