import type { IncomingHttpHeaders } from 'node:http';

/** What of a request the guard looks at. */
export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly reason: string;
}

/**
 * Whether a request to a server of this machine may be answered; null where it may. Reading alone is offered, so GET and HEAD. The
 * Host must name the loopback address and the port: a foreign page whose name was rebound to it (DNS rebinding) names itself there.
 * An Origin, which browsers send with requests of other pages, must be the server itself, and a browser that says that another site
 * asks (Sec-Fetch-Site) may only follow a link.
 */
export function refusalOf({ method, headers }: GuardedRequest, port: number): Refusal | null {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: 'only GET and HEAD are answered' };
  if (!hosts.includes(headers.host ?? '')) return { status: 403, reason: 'the Host is not this server' };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
    return { status: 403, reason: 'the Origin is another site' };
  }
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  if (isForeign && headers['sec-fetch-mode'] !== 'navigate') {
    return { status: 403, reason: 'another site asks' };
  }
  return null;
}
