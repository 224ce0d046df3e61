import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EngineEvent } from '../../src/model/event.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import type { ArmWriter } from '../../src/store/arm-writer.ts';
import { JournalThread } from '../../src/store/journal-thread.ts';
import type { StoreOptions } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { events, identity, recordRun, START } from './sample-run.ts';
import { JOURNAL_PROGRAM, newPath, openStore } from './temporary-store.ts';

const BATCH = 8192;
const ARM = { name: 'long', role: 'subject', description: '', symbols: ['A', 'B', 'C'] } as const;

/** Events of every kind, one after the other, as often as it takes; each order with a number and a tag of its own. */
function eventAt(i: number): EngineEvent {
  const event = { ...events[i % events.length]!, sequence: i + 1, time: START + i };
  if (event.kind !== 'order-accepted') return event;
  return { ...event, order: { ...event.order, id: i + 1, tag: `№ ${i}` } };
}

function append(arm: ArmWriter, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    arm.append(eventAt(i));
    arm.mark(accountMark(START + i, i / 3, i / 7, 1, 1));
    if (i % 9 === 0) arm.closed([roundTripAt(i)]);
  }
}

function roundTripAt(i: number): RoundTrip {
  const when = { entryTime: START, exitTime: START + i, entryIndex: 0, exitIndex: i };
  const money = {
    quantity: 1,
    entryPrice: 1 / 3,
    exitPrice: -i,
    commission: 0,
    profit: i / 7,
    currencyProfit: 0,
  };
  return { symbolIndex: i % 3, side: i % 2 === 0 ? 'long' : 'short', ...when, ...money };
}

/** A run that has begun in a new store, whose journal a thread writes from some time on. */
function begun(given: Partial<StoreOptions>) {
  const path = newPath();
  const store = openStore(path, given);
  onTestFinished(() => store.close());
  const run = store.beginRun(identity);
  return { path, store, run, arm: run.beginArm(ARM) };
}

/** The method by which the thread takes batches, which tells what it was called with. */
function watchedWrite() {
  const write = vi.spyOn(JournalThread.prototype, 'write');
  onTestFinished(() => write.mockRestore());
  return write;
}

/** Appends batches until the thread writes; returns how many events there are then. */
async function appendUntilThread(arm: ArmWriter, write = watchedWrite()): Promise<number> {
  let count = 0;
  while (write.mock.calls.length === 0) {
    append(arm, count, count + BATCH);
    count += BATCH;
    await sleep(50);
  }
  return count;
}

/** All rows of the tables of a journal. */
function journalOf(path: string): Record<string, unknown[]> {
  const raw = new Database(path, { readonly: true });
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  const tables = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%'")
    .pluck()
    .all();
  const rows = (tables as string[])
    .filter((table) => !/^(sqlite_|runs|trainings|equity_chunks)/.test(table))
    .map((table) => [table, raw.prepare(`SELECT * FROM ${table}`).all()]);
  raw.close();
  return Object.fromEntries(rows) as Record<string, unknown[]>;
}

test('a journal that a thread writes is the same to the last row and gives the same hash', async () => {
  const threaded = begun({ journalProgram: JOURNAL_PROGRAM });
  const count = await appendUntilThread(threaded.arm);
  append(threaded.arm, count, count + 3 * BATCH + 5);
  const hash = threaded.arm.finish([], {});
  expect(threaded.store.journalHash(threaded.arm.armId)).toBe(hash);
  threaded.run.complete();

  const plain = begun({});
  append(plain.arm, 0, count + 3 * BATCH + 5);
  expect(plain.arm.finish([], {})).toBe(hash);
  plain.run.complete();
  expect(journalOf(threaded.path)).toEqual(journalOf(plain.path));
});

test('what the thread cannot write fails the run with the code of the store, and leaves no gap', async () => {
  const { path, store, run, arm } = begun({ journalProgram: JOURNAL_PROGRAM, bytesMax: 14_000_000 });
  let count = await appendUntilThread(arm);
  expect(() => {
    for (; count < 100 * BATCH; count += BATCH) append(arm, count, count + BATCH);
  }).toThrow('E_STORE_FULL');
  run.fail(new Error('full'));
  expect(store.run(run.runId).journalHash).toBeNull();
  const raw = new Database(path, { readonly: true });
  const tables = ['orders', 'order_steps', 'fills', 'regime_events', 'adaptations', 'account_events'];
  const union = tables
    .map((table) => `SELECT sequence FROM ${table} WHERE arm_id = ${arm.armId}`)
    .join(' UNION ALL ');
  const { kept, last } = raw
    .prepare(`SELECT count(*) AS kept, max(sequence) AS last FROM (${union})`)
    .get() as Record<string, number>;
  raw.close();
  expect(kept).toBeGreaterThan(BATCH);
  expect(kept).toBe(last);
});

test('a number that no row may hold is refused at the latest by what follows, and the run is sealed as failed', async () => {
  const { store, run, arm } = begun({ journalProgram: JOURNAL_PROGRAM });
  const count = await appendUntilThread(arm);
  arm.append({ kind: 'account-ruined', equity: Number.NaN, sequence: count + 1, time: START + count });
  arm.flush();
  expect(() => run.beginArm({ ...ARM, name: 'next' })).toThrow('E_INVARIANT');
  run.fail(new Error('no such number'));
  expect(store.run(run.runId).status).toBe('failed');
});

/** A program that writes journals and does `deed` when the third batch comes. */
function mortalProgram(deed: string): URL {
  const file = join(temporaryFolder(), 'mortal.mjs');
  writeFileSync(
    file,
    `import { workerData } from 'node:worker_threads';
    await import(${JSON.stringify(JOURNAL_PROGRAM.href)});
    let batches = 0;
    workerData.port.on('message', () => {
      if (++batches === 3) { ${deed} }
    });`,
  );
  return pathToFileURL(file);
}

test.each([
  ['ends itself', 'process.exit();'],
  ['has an error that nobody catches', "throw new Error('stray');"],
])('a thread that %s fails the run at once, with a code, and what it committed is kept', async (_, deed) => {
  const journalProgram = mortalProgram(deed);
  const { path, store, run, arm } = begun({ journalProgram });
  let count = await appendUntilThread(arm);
  let lastAt = 0;
  expect(() => {
    for (; count < 50 * BATCH; count += BATCH) {
      lastAt = performance.now();
      append(arm, count, count + BATCH);
    }
  }).toThrow('E_STORE_THREAD');
  expect(performance.now() - lastAt).toBeLessThan(5000);
  run.fail(new Error('gone'));
  expect(store.run(run.runId).status).toBe('failed');
  const { order_steps: steps, orders } = journalOf(path);
  expect(steps!.length + orders!.length).toBeGreaterThan(BATCH);
});

test('the thread writes the journal of a run that is known to be long from its first batch on', async () => {
  const write = watchedWrite();
  const store = openStore(newPath(), { journalProgram: JOURNAL_PROGRAM });
  onTestFinished(() => store.close());
  const symbols = [{ symbol: 'A', part: 'test', from: START, to: START, bars: 100_000 }] as const;
  const arm = store.beginRun({ ...identity, symbols }).beginArm(ARM);
  const count = await appendUntilThread(arm, write);
  const rows = write.mock.calls.map(([{ rowCount }]) => rowCount);
  const tripCount = Math.ceil(count / 9);
  // All that had waited; less than a batch of rows is still to come.
  expect(rows.reduce((sum, number) => sum + number, 0)).toBeGreaterThan(count + tripCount - BATCH);
  const hash = arm.finish([], {});
  expect(store.journalHash(arm.armId)).toBe(hash);
});

test('a run with few rows starts no thread', () => {
  const write = vi.spyOn(JournalThread.prototype, 'write');
  const store = openStore(newPath(), { journalProgram: JOURNAL_PROGRAM });
  recordRun(store);
  store.close();
  expect(write).not.toHaveBeenCalled();
});
