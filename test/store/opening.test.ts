import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { openCopy } from '../../src/store/open-store.ts';
import { Store } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { DAY, identity, recordRun, START } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

/** The code of the error that `action` throws; every error of the store has one. */
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof RegimetaError) return error.code;
    throw error;
  }
  return 'none';
}

/** A store with one recorded run, closed. */
function recordedPath(): string {
  const path = newPath();
  const store = openStore(path);
  recordRun(store);
  store.close();
  return path;
}

const asRoot = process.getuid?.() === 0;

describe('a missing file', () => {
  test('is created whole, and nothing else is left in its folder once it is closed', () => {
    const path = newPath();
    openStore(path).close();
    expect(readdirSync(dirname(path))).toEqual(['store.sqlite']);
    const header = readFileSync(path);
    expect(header.toString('latin1', 68, 72)).toBe('RGMT');
    expect(header.readUInt32BE(60)).toBe(SCHEMA_VERSION);
  });

  test('has write-ahead logging and foreign keys on', () => {
    const path = newPath();
    const store = openStore(path);
    const raw = new Database(path);
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
    store.close();
  });

  test('cannot be read', () => {
    expect(codeOf(() => Store.openReadOnly(newPath()))).toBe('E_STORE_OPEN');
  });

  test('is not created in a folder that is missing, under a path with NUL, or under no path', () => {
    expect(codeOf(() => openStore(join(temporaryFolder(), 'no', 'store.sqlite')))).toBe('E_STORE_OPEN');
    const folder = temporaryFolder();
    expect(codeOf(() => openStore(join(folder, 'a\0b.sqlite')))).toBe('E_STORE_OPEN');
    expect(readdirSync(folder)).toEqual([]);
    expect(codeOf(() => openStore(''))).toBe('E_STORE_OPEN');
  });

  test.skipIf(!existsSync('/proc/self'))('is not created where nobody may write', () => {
    expect(codeOf(() => openStore('/proc/store.sqlite'))).toMatch(/^E_STORE_(OPEN|FULL)$/);
  });

  test('is not created beside the log of a lost store, which SQLite would play into it', () => {
    const path = newPath();
    writeFileSync(`${path}-wal`, 'the last transactions of somebody');
    expect(codeOf(() => openStore(path))).toBe('E_STORE_OPEN');
    expect(readdirSync(dirname(path))).toEqual(['store.sqlite-wal']);
  });

  test('that two processes create at once is created once', () => {
    const path = newPath();
    const first = openStore(path, { processId: 1 });
    const second = openStore(path, { processId: 2 });
    expect(first.beginRun(identity).runId).toBe(1);
    expect(second.beginRun(identity).runId).toBe(2);
    first.close();
    second.close();
  });
});

describe('a file that is no store of ours stays as it is', () => {
  const foreign = (name: string, content: string | Buffer) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    return path;
  };
  const someDatabase = () => {
    const path = join(temporaryFolder(), 'other.sqlite');
    const raw = new Database(path);
    raw.exec('CREATE TABLE runs (run_id INTEGER PRIMARY KEY)');
    raw.close();
    return path;
  };

  test.each([
    ['a text file', () => foreign('notes.txt', 'the first hundred bytes of a text, and '.repeat(9))],
    ['a short file', () => foreign('short.sqlite', 'SQLite format 3\0')],
    ['a database of another program', someDatabase],
  ])('%s', (_, make) => {
    const path = make();
    const before = readFileSync(path);
    expect(codeOf(() => openStore(path))).toBe('E_STORE_FOREIGN');
    expect(codeOf(() => Store.openReadOnly(path))).toBe('E_STORE_FOREIGN');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('an empty file becomes a store for a writer, and is none for a reader', () => {
    const path = foreign('empty.sqlite', '');
    expect(codeOf(() => Store.openReadOnly(path))).toBe('E_STORE_OPEN');
    openStore(path).close();
    openStore(path).close();
    Store.openReadOnly(path).close();
  });

  test('an empty file beside the log of a lost store is left alone', () => {
    const path = foreign('lost.sqlite', '');
    writeFileSync(`${path}-wal`, 'the log');
    expect(codeOf(() => openStore(path))).toBe('E_STORE_OPEN');
    expect(readFileSync(path)).toHaveLength(0);
  });

  test('a folder and a device', () => {
    expect(codeOf(() => openStore(temporaryFolder()))).toBe('E_STORE_OPEN');
    if (existsSync('/dev/null')) expect(codeOf(() => openStore('/dev/null'))).toBe('E_STORE_OPEN');
  });
});

describe('damage is found', () => {
  test('a page of garbage', () => {
    const path = recordedPath();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096 * 3, 4096 * 4);
    writeFileSync(path, bytes);
    expect(codeOf(() => openStore(path))).toBe('E_STORE_CORRUPT');
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('half a file', () => {
    const path = recordedPath();
    truncateSync(path, 4096 * 7);
    expect(codeOf(() => openStore(path))).toBe('E_STORE_CORRUPT');
  });

  test('a store whose tables are gone', () => {
    const path = newPath();
    openStore(path).close();
    const raw = new Database(path);
    raw.exec('DROP VIEW arm_summary; DROP TABLE metrics');
    raw.close();
    expect(codeOf(() => Store.openReadOnly(path))).toBe('E_STORE_CORRUPT');
    expect(codeOf(() => openStore(path))).toBe('E_STORE_CORRUPT');
  });

  test('cut at any page, a store is refused or read with a coded error, never with a raw one', () => {
    const whole = recordedPath();
    const pages = readFileSync(whole).length / 4096;
    const path = newPath();
    for (let page = 1; page < pages; page++) {
      copyFileSync(whole, path);
      truncateSync(path, 4096 * page);
      const code = codeOf(() => {
        const store = Store.openReadOnly(path);
        try {
          store.report(1);
        } finally {
          store.close();
        }
      });
      expect(code).toMatch(/^(none|E_STORE_CORRUPT)$/);
    }
  });
});

describe('a store of a newer version', () => {
  test('is refused and stays as it is', () => {
    const path = recordedPath();
    const raw = new Database(path);
    raw.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    raw.close();
    const before = readFileSync(path);
    expect(codeOf(() => openStore(path))).toBe('E_STORE_SCHEMA');
    expect(codeOf(() => Store.openReadOnly(path))).toBe('E_STORE_SCHEMA');
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a store that another holds', () => {
  test('is busy after the waiting time, for a run and for a batch', () => {
    const path = recordedPath();
    const store = openStore(path, { busyTimeoutMs: 20 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(codeOf(() => store.beginRun(identity))).toBe('E_STORE_BUSY');
    expect(codeOf(() => openStore(path, { busyTimeoutMs: 20 }))).toBe('E_STORE_BUSY');
    expect(store.run(1).status).toBe('complete');
    other.exec('COMMIT');
    expect(store.beginRun(identity).runId).toBe(2);
    other.close();
    store.close();
  });

  test('a batch that met a busy store is written the next time', () => {
    const path = newPath();
    const store = openStore(path, { busyTimeoutMs: 20 });
    const arm = store
      .beginRun(identity)
      .beginArm({ name: 'a', role: 'subject', description: '', symbols: [] });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    for (let slice = 0; slice < 10; slice++) arm.mark(accountMark(START + slice, 1, 2, 3, 4));
    expect(codeOf(() => arm.flush())).toBe('E_STORE_BUSY');
    other.exec('ROLLBACK');
    other.close();
    expect(arm.finish([], {})).toBe(store.journalHash(arm.armId));
    store.close();
  });
});

describe('a store that may not grow', () => {
  test('is full: the run fails with a code, and what was committed before is whole', () => {
    const path = newPath();
    const store = openStore(path, { bytesMax: 600_000 });
    const { runId } = recordRun(store);
    const run = store.beginRun(identity);
    const arm = run.beginArm({ name: 'meta', role: 'subject', description: '', symbols: ['A'] });
    const fill = () => {
      for (let slice = 0; slice < 100_000; slice++)
        arm.mark(accountMark(START + slice * DAY, slice / 3, 1, slice / 7, 1));
    };
    expect(codeOf(fill)).toBe('E_STORE_FULL');
    run.fail(new Error('no room'));
    store.close();
    const read = Store.openReadOnly(path);
    expect(read.run(runId).status).toBe('complete');
    expect(read.run(run.runId).status).toBe('failed');
    expect(read.report(run.runId).arms[0]!.equity.time.length % 4096).toBe(0);
    const raw = new Database(path);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
    read.close();
  });

  test.skipIf(asRoot)('a file without the right to write is refused', () => {
    const path = recordedPath();
    chmodSync(path, 0o444);
    expect(codeOf(() => openStore(path))).toBe('E_STORE_OPEN');
  });

  test.skipIf(asRoot)('a store in a folder without the right to write can still be read', () => {
    const path = recordedPath();
    chmodSync(dirname(path), 0o555);
    const store = Store.openReadOnly(path);
    expect(store.run(1).status).toBe('complete');
    store.close();
    chmodSync(dirname(path), 0o755);
  });

  test('the copy that such a reader works on says the same as the file', () => {
    const path = recordedPath();
    const copy = openCopy(path);
    expect(copy.read(() => copy.prepare('SELECT count(*) AS runs FROM runs').get())).toEqual({ runs: 1 });
    expect(
      copy.read(() => copy.prepare('SELECT max(equity) AS most FROM equity').get())!['most'],
    ).toBeGreaterThan(1000);
    copy.close();
  });
});

test('a store is found through a link, and in a folder with any name', () => {
  const folder = join(temporaryFolder(), "it's 100% – «ünï»?#&mode=memory");
  mkdirSync(folder);
  const path = join(folder, 'store.sqlite');
  openStore(path).close();
  const link = join(temporaryFolder(), 'link.sqlite');
  symlinkSync(path, link);
  const store = openStore(link);
  expect(recordRun(store).runId).toBe(1);
  store.close();
  expect(readdirSync(folder)).toEqual(['store.sqlite']);
});

test('closing twice does no harm', () => {
  const store = openStore(newPath());
  store.close();
  store.close();
});
