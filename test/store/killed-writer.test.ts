import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { recordRun } from './sample-run.ts';
import { JOURNAL_PROGRAM, newPath, openStore } from './temporary-store.ts';

const WRITER = fileURLToPath(new URL('killed-writer.ts', import.meta.url));
const isAlive = (processId: number) => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};

/** Starts a writer and kills it `delayMs` after its first commit. */
async function killWriter(path: string, delayMs: number, programs: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, path, ...programs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  expect(child.exitCode).toBeNull();
  await sleep(delayMs);
  child.kill('SIGKILL');
  await ended;
}

test.each([
  ['a writer', []],
  ['a writer with a thread', [fileURLToPath(JOURNAL_PROGRAM)]],
])(
  '%s killed at any time leaves whole batches, a whole file, and a run that is crashed',
  async (_, programs) => {
    const path = newPath();
    const before = openStore(path);
    const { armId, armHash } = recordRun(before);
    before.close();
    for (const delayMs of [0, 7, 23]) await killWriter(path, delayMs, programs);

    const store = openStore(path, { isProcessAlive: isAlive });
    expect(store.runs().map(({ status }) => status)).toEqual(['crashed', 'crashed', 'crashed', 'complete']);
    expect(store.journalHash(armId)).toBe(armHash);
    for (const { runId } of store.runs({ status: 'crashed' })) {
      const report = store.report(runId);
      const marks = report.arms[0]!.equity.time.length;
      const refused = report.arms[0]!.outcomes[0]?.orders ?? 0;
      expect(marks).toBeGreaterThan(0);
      // An event and a mark come in turn, a batch has 8,192 events, and the latest mark waits for the next one.
      expect(refused).toBeGreaterThanOrEqual(8192);
      expect([1, 2]).toContain(refused - marks);
      expect(report.verdict).toBeNull();
    }
    store.close();

    const raw = new Database(path);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  },
);
