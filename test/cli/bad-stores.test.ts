import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { exportRun } from '../../src/run/export-run.ts';
import { nodeHost } from '../../src/run/host.ts';
import { diffRuns, listRuns, removeRecordedRuns, reportRun, showRun } from '../../src/run/recorded-runs.ts';
import { serveStore } from '../../src/run/serve-store.ts';
import { recordRun } from '../store/sample-run.ts';
import { newPath, openStore } from '../store/temporary-store.ts';
import { alteredStore, gatherStore } from '../support/altered-store.ts';
import { writeBarFiles } from '../support/bar-files.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const STRATEGY = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));

let good: string;

beforeAll(() => {
  good = newPath();
  const store = openStore(good);
  recordRun(store);
  store.close();
  gatherStore(good);
});

/** A copy of the sound store after something was done to it. */
function spoiled(spoil: (path: string) => void): string {
  const path = join(temporaryFolder(), 'regimeta.sqlite');
  copyFileSync(good, path);
  spoil(path);
  return path;
}

/** What every command that reads a store does, with the folder that it may write into. */
const READERS: Readonly<Record<string, (storePath: string, folder: string) => unknown>> = {
  'runs list': (storePath) => listRuns(storePath),
  'runs show': (storePath) => showRun(storePath, 1),
  'runs diff': (storePath) => diffRuns(storePath, 1, 1),
  report: (storePath, folder) => reportRun(storePath, 1, folder),
  export: (storePath, folder) => exportRun({ storePath, runId: 1, format: 'csv', folder, replaces: false }),
  serve: async (storePath) => (await serveStore({ storePath, port: 0 }, nodeHost())).close(),
};

const remove = (storePath: string): unknown =>
  removeRecordedRuns({ storePath, runIds: [1], vacuums: false }, nodeHost());

/** The code of the error that a reader ends with; null where it ends well. */
async function codeOf(action: () => unknown): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    if (error instanceof RegimetaError) return error.code;
    throw error;
  }
}

describe('every command that reads a store', () => {
  it.each([
    [
      'made by a newer version',
      'E_STORE_SCHEMA',
      (path: string): void => {
        const store = new Database(path);
        store.pragma('user_version = 9999');
        store.close();
      },
    ],
    ['cut in the middle', 'E_STORE_CORRUPT', (path: string): void => truncateSync(path, 40_960)],
    ['some other file', 'E_STORE_FOREIGN', (path: string): void => writeFileSync(path, 'a diary')],
  ] as const)(
    'refuses one that is %s by its code, writes nothing and leaves it as it is',
    async (_, code, spoil) => {
      const path = spoiled(spoil);
      const before = readFileSync(path);
      const folder = join(path, '..', 'out');
      const all: typeof READERS = { ...READERS, 'runs rm': remove };
      for (const [name, read] of Object.entries(all)) {
        expect([name, await codeOf(() => read(path, folder))]).toEqual([name, code]);
      }
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(existsSync(folder)).toBe(false);
      const {
        code: exit,
        stdout,
        stderr,
      } = await regimeta(['export', '1', '--store', path, '--out', folder]);
      expect([exit, stdout, stderr.slice(0, code.length)]).toEqual([6, '', code]);
    },
  );

  it('meets a row that breaks the schema as a damaged store, and not as a defect', async () => {
    const path = alteredStore(good, "UPDATE runs SET status = 'done'");
    const report = () => reportRun(path, 1, join(path, '..', 'out'));
    expect(await codeOf(report)).toBe('E_STORE_CORRUPT');
  });

  it('reads one that another process is writing, and waits its turn to remove', async () => {
    const path = spoiled(() => undefined);
    const writer = new Database(path);
    writer.exec('BEGIN IMMEDIATE');
    for (const [name, read] of Object.entries(READERS)) {
      expect([name, await codeOf(() => read(path, join(path, '..', 'out')))]).toEqual([name, null]);
    }
    expect(await codeOf(() => remove(path))).toBe('E_STORE_BUSY');
    writer.close();
    expect(await codeOf(() => remove(path))).toBeNull();
  });
});

describe.skipIf(process.platform !== 'linux')('a run whose disk fills up', () => {
  it('ends with E_STORE_FULL, says so in no report, and is never complete', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD'], 6000);
    const reports = join(folder, 'reports');
    // No file may grow beyond this many blocks of 512 bytes, the log of the store included.
    const words = ['backtest', STRATEGY, '--data', data, '--reports', reports, '--fast', '2', '--slow', '3'];
    const { code, stderr } = await limited(900, words);
    expect([code, stderr.slice(0, 12)]).toEqual([6, 'E_STORE_FULL']);
    expect(readdirSync(reports).filter((name) => name.endsWith('.html'))).toEqual([]);
    const path = join(reports, 'regimeta.sqlite');
    if (!existsSync(path)) return;
    const { stdout } = await regimeta(['runs', 'list', '--store', path, '--json']);
    for (const { status } of JSON.parse(stdout) as { status: string }[]) expect(status).not.toBe('complete');
    const store = new Database(path, { readonly: true });
    expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
    store.close();
  });
});

/** The command line where files may not grow beyond some blocks. */
function limited(blocks: number, words: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const script = `ulimit -f ${blocks}; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', script, process.execPath, MAIN, ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (code) => resolve({ code, stderr: stderr.slice(Math.max(0, stderr.indexOf('E_'))) }));
  });
}
