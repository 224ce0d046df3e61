import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { Host } from './host.ts';
import { listRuns } from './recorded-runs.ts';
import { refusalOf } from './request-guard.ts';
import { type Answer, answerTo } from './served-store.ts';

/** A store to show, and where. */
export interface ServeRequest {
  readonly storePath: string;
  /** Zero for any that is free. */
  readonly port: number;
}

/** A server that runs. */
export interface ServedStore {
  /** For instance `http://127.0.0.1:8420/`. */
  readonly address: string;
  close(): Promise<void>;
}

/** The only address that is listened on: nobody but this machine reaches it. */
const LOOPBACK = '127.0.0.1';

/** What every answer bears: it is not kept, not framed, not guessed at, and tells other sites nothing. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Shows the runs of a store to browsers of this machine, for reading alone. Throws the errors of opening a store, and E_PORT where
 * the port cannot be listened on.
 */
export async function serveStore({ storePath, port }: ServeRequest, host: Host): Promise<ServedStore> {
  // A store that cannot be read is told before a browser asks.
  listRuns(storePath);
  const server = createServer({ requestTimeout: 30_000, maxHeaderSize: 16_384 }, (request, response) => {
    const { port: own } = server.address() as AddressInfo;
    respond(request, response, answered(request, own, storePath, host));
  });
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    address: `http://${LOOPBACK}:${own}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answered(request: IncomingMessage, port: number, storePath: string, host: Host): Answer {
  const refusal = refusalOf(request, port);
  if (refusal !== null) return plain(refusal.status, refusal.reason);
  try {
    return answerTo(request.url ?? '/', storePath, host);
  } catch {
    // A defect must not end the server, nor tell a browser where files lie.
    return plain(500, 'this page could not be made');
  }
}

function plain(status: number, reason: string): Answer {
  return { status, type: 'text/plain', text: `${reason}\n`, policy: `default-src 'none'` };
}

function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.text, 'utf8');
  response.writeHead(answer.status, {
    ...HEADERS,
    ...(answer.status === 405 && { Allow: 'GET, HEAD' }),
    'Content-Security-Policy': answer.policy,
    'Content-Type': `${answer.type}; charset=utf-8`,
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
  } catch (cause) {
    throw new RegimetaError('E_PORT', {
      place: `${LOOPBACK}:${port}`,
      rule: 'the port must be free and open to this user',
      found: (cause as NodeJS.ErrnoException).code ?? String(cause),
      repair: 'Name another with --port, or 0 for any that is free',
      cause,
    });
  }
}
