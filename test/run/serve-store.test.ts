import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../src/run/host.ts';
import { type ServedStore, serveStore } from '../../src/run/serve-store.ts';
import { Store } from '../../src/store/store.ts';
import { HOSTILE_TEXT } from '../report/hostile-report.ts';
import { unbalancedTag } from '../report/page-reader.ts';
import { DAY, identity, recordRun, START } from '../store/sample-run.ts';
import { newPath } from '../store/temporary-store.ts';
import { accountMark } from '../support/account-mark.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let path: string;
let store: Store;
let served: ServedStore;

beforeAll(async () => {
  path = newPath();
  store = Store.open(path, { processId: process.pid, now: () => Date.now() });
  recordRun(store);
  served = await serveStore({ storePath: path, port: 0 }, nodeHost());
});

afterAll(async () => {
  await served.close();
  store.close();
});

/** A request as no browser would send it, with any method and any headers. */
function ask(target: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Reply> {
  const { hostname, port } = new URL(served.address);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path: target, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What comes back for some bytes. */
function rawReply(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(served.address).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('the server of a store', () => {
  it('lists runs, filters them, and shows the report of each', async () => {
    const list = await ask('/');
    expect(list.status).toBe(200);
    expect(unbalancedTag(list.text)).toBeNull();
    expect(list.text).toContain('href="/runs/1"');
    expect((await ask('/?text=MOMENTUM&status=complete&kind=compare')).text).toContain('href="/runs/1"');
    for (const filter of ['text=nothing', 'status=failed', 'kind=sweep']) {
      expect((await ask(`/?${filter}`)).text).toContain('No run passes the filter.');
    }
    const report = await ask('/runs/1');
    expect(report.text).toContain('Comparison report');
    expect(report.text).toContain('<a class="home" href="/">');
  });

  it('answers nothing to a Host that is not this server, as a rebound name would be', async () => {
    const { port } = new URL(served.address);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1:1',
    ]) {
      const { status, text } = await ask('/', { Host: host });
      expect([host, status]).toEqual([host, 403]);
      expect(text).not.toContain('runs');
    }
    expect(await rawReply('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await ask('/', { Host: host })).status).toBe(200);
    }
  });

  it('answers nothing to another Origin or another site, but lets its links be followed', async () => {
    const { origin } = new URL(served.address);
    for (const foreign of ['http://evil.example', 'null', 'http://127.0.0.1:1', `${origin}.evil.example`]) {
      expect((await ask('/runs/1/progress', { Origin: foreign })).status).toBe(403);
    }
    expect((await ask('/runs/1/progress', { Origin: origin })).status).toBe(200);
    const site = (mode: string) => ({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': mode });
    expect((await ask('/', site('no-cors'))).status).toBe(403);
    expect((await ask('/', site('navigate'))).status).toBe(200);
  });

  it('answers only GET and HEAD, and changes nothing in the store', async () => {
    const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');
    const before = hash();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await ask('/runs/1', {}, method);
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
    const head = await ask('/runs/1', {}, 'HEAD');
    expect([head.status, head.text]).toEqual([200, '']);
    for (const target of ['/', '/runs/1', '/runs/1/progress', '/compare?run=1&run=1']) await ask(target);
    expect(hash()).toBe(before);
  });

  it('bears on every answer a strict policy and the headers that keep it to itself', async () => {
    for (const target of [
      '/',
      '/runs/1',
      '/runs/1/progress',
      '/runs/99',
      '/nowhere',
      '/compare?run=1&run=1',
    ]) {
      const { headers } = await ask(target);
      const policy = headers['content-security-policy'] as string;
      expect(policy).toContain(`default-src 'none'`);
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('says what is wrong with a request in a page, and goes on', async () => {
    for (const [target, status, text] of [
      ['/runs/99', 404, 'E_RUN_UNKNOWN'],
      ['/runs/0', 404, 'no such page'],
      ['/runs/1/../../etc/passwd', 404, 'no such page'],
      ['/compare?run=1', 400, 'E_USAGE'],
      ['/compare?run=1&run=99', 404, 'E_RUN_UNKNOWN'],
      ['/compare?run=x&run=1', 404, 'E_RUN_UNKNOWN'],
      ['//evil.example/', 404, 'no such page'],
    ] as const) {
      const reply = await ask(target);
      expect([target, reply.status]).toEqual([target, status]);
      expect(reply.text).toContain(text);
    }
    const hostile = await ask(`/?text=${encodeURIComponent(HOSTILE_TEXT)}`);
    expect(hostile.text).not.toMatch(/<img|<script>globalThis/);
    expect(hostile.text).toContain('&lt;img');
  });

  it('is heard on the loopback address alone', async () => {
    const port = Number(new URL(served.address).port);
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port, timeout: 1000 });
        const end = (found: boolean): void => {
          socket.destroy();
          resolve(found);
        };
        socket.on('connect', () => end(true));
        socket.on('error', () => end(false));
        socket.on('timeout', () => end(false));
      });
      expect(reached).toBe(false);
    }
  });

  it('follows a run that is being written, and then shows its report', async () => {
    const run = store.beginRun({ ...identity, detail: 'full' });
    const arm = run.beginArm({ name: '<b>', role: 'subject', description: '', symbols: ['BBB'] });
    for (let day = 0; day < 5; day++) {
      arm.mark(accountMark(START + day * DAY, 1000 + day, 1000 + day, 0, 0));
    }
    arm.flush();
    const page = await ask(`/runs/${run.runId}`);
    expect(page.text).toContain('data-status="running"');
    const progress = JSON.parse((await ask(`/runs/${run.runId}/progress`)).text);
    expect(progress).toMatchObject({ status: 'running' });
    const [first] = progress.arms;
    const rows = new Database(path, { readonly: true })
      .prepare('SELECT time, equity FROM equity WHERE arm_id = ? ORDER BY slice DESC')
      .all(arm.armId) as { time: number; equity: number }[];
    expect(first).toMatchObject({
      name: '<b>',
      isFinished: false,
      time: rows[0]!.time,
      equity: rows[0]!.equity,
    });
    expect(first.share).toBeCloseTo((rows[0]!.time - START) / (9 * DAY), 12);
    // What is done goes before what is written.
    expect(progress).toMatchObject({ step: null, share: first.share });
    run.noteProgress('arm <b>', 90, 100);
    const noted = JSON.parse((await ask(`/runs/${run.runId}/progress`)).text);
    expect(noted).toMatchObject({
      step: { phase: 'arm <b>', share: 0.9 },
      share: 0.9,
      arms: [{ share: 0.9 }],
    });
    run.noteProgress('jobs in 2 threads', 1, 4);
    expect(JSON.parse((await ask(`/runs/${run.runId}/progress`)).text)).toMatchObject({ share: 0.25 });
    expect((await ask(`/runs/${run.runId}/report`)).text).toContain('This run is not finished');
    run.interrupt();
    expect((await ask(`/runs/${run.runId}`)).text).toContain('This run was interrupted');
    expect(JSON.parse((await ask(`/runs/${run.runId}/progress`)).text).status).toBe('interrupted');
  });
});

describe('regimeta serve', () => {
  it('prints its address, answers, and ends by an interrupt without an error', async () => {
    const child = spawn(process.execPath, [MAIN, 'serve', '--store', path, '--port', '0', '--json']);
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (stdout.includes('\n')) resolve();
      });
      child.on('exit', () => resolve());
    });
    const { address } = JSON.parse(stdout);
    expect(await (await fetch(address)).text()).toContain('href="/runs/1"');
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });

  it('refuses a port that is taken, and a store that is not there', async () => {
    const port = Number(new URL(served.address).port);
    await expect(serveStore({ storePath: path, port }, nodeHost())).rejects.toMatchObject({ code: 'E_PORT' });
    await expect(serveStore({ storePath: `${path}.not`, port: 0 }, nodeHost())).rejects.toMatchObject({
      code: 'E_STORE_OPEN',
    });
  });
});
