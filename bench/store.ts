import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '../src/model/event.ts';
import { PLAIN_TERMS } from '../src/model/order.ts';
import type { RunIdentity } from '../src/model/run-record.ts';
import { Connection } from '../src/store/connection.ts';
import { JournalCourier } from '../src/store/journal-courier.ts';
import { JournalHash } from '../src/store/journal-hash.ts';
import { JournalThread } from '../src/store/journal-thread.ts';
import { RowBytes } from '../src/store/row-bytes.ts';
import { Store } from '../src/store/store.ts';
import { runCrossoverJob } from './crossover-job.ts';
import { writeMinuteBars } from './minute-bars.ts';

const BARS = 1_000_000;
const RUNS = 3;
const ORDERS = 50_000;

const IDENTITY: RunIdentity = {
  kind: 'backtest',
  strategyName: 'bench',
  strategyPath: '',
  strategyHash: '',
  parameters: {},
  settings: {},
  seed: 1,
  codeVersion: '',
  nodeVersion: '',
  dataName: 'bench',
  dataHash: '',
  dataNotes: [],
  symbols: [],
  instruments: [],
  calendars: [],
  dataGaps: [],
  testFrom: 0,
  testTo: 0,
  periodsPerYear: 252,
  command: '',
  detail: 'full',
};

const MARKET = {
  symbolIndex: 0,
  side: 'buy',
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  origin: 'target',
  bracket: null,
  tag: '',
} as const;

type Watched = readonly [object, readonly string[]][];

/** What works on SQLite: transactions, opening and closing the store, and starting the thread that writes, handing batches to it and waiting for it. */
const SQLITE: Watched = [
  [Connection.prototype, ['append', 'write', 'read', 'prepare', 'close']],
  [Store, ['open']],
  [JournalCourier.prototype, ['expectMuch', 'write', 'settle', 'close']],
];

/** What makes bytes of rows, which are hashed and handed over, and hashes the journal. */
const HASH: Watched = [
  [RowBytes.prototype, ['add']],
  [JournalHash.prototype, ['addRows', 'addMarks', 'digest']],
];

/** Counts the time in the watched methods from now on; one within another counts once. */
function watch(watched: Watched): { seconds: () => number; stop: () => void } {
  let depth = 0;
  let milliseconds = 0;
  const restore: (() => void)[] = [];
  for (const [owner, names] of watched) {
    const methods = owner as Record<string, (...values: unknown[]) => unknown>;
    for (const name of names) {
      const method = methods[name]!;
      methods[name] = function measured(this: unknown, ...values: unknown[]): unknown {
        const start = performance.now();
        depth++;
        try {
          return method.apply(this, values);
        } finally {
          if (--depth === 0) milliseconds += performance.now() - start;
        }
      };
      restore.push(() => {
        methods[name] = method;
      });
    }
  }
  const stop = (): void => {
    for (const undo of restore) undo();
  };
  return { seconds: () => milliseconds / 1000, stop };
}

/** Market orders that are accepted and filled, one after the other. */
function orderEvents(): EngineEvent[] {
  const events: EngineEvent[] = [];
  for (let id = 1; id <= ORDERS; id++) {
    const time = id * 60_000;
    const quantity = 10 + 1 / id;
    const price = 100 + 1 / id;
    const placed = { id, quantity, acceptedAt: time, acceptedIndex: id, parentId: null };
    const order = { ...PLAIN_TERMS, ...MARKET, ...placed };
    events.push({ sequence: 2 * id - 1, time, kind: 'order-accepted', order });
    const prices = { price, referencePrice: price, commission: price / 9 };
    const way = { ambiguous: false, oppositeProfitDifference: null } as const;
    const fill = { id, orderId: id, symbolIndex: 0, side: 'buy', quantity, ...prices, ...way } as const;
    const position = { positionQuantity: quantity, positionPrice: price, profitRealised: 0, exchangeRate: 1 };
    events.push({ sequence: 2 * id, time, kind: 'order-filled', fill, quantityRemaining: 0, ...position });
  }
  return events;
}

/** Microseconds for each order with one fill: rows made of its events, inserted, committed and hashed. */
function microsecondsPerOrder(events: readonly EngineEvent[], folder: string): number {
  const store = Store.open(join(folder, 'rows.sqlite'), { processId: process.pid, now: () => Date.now() });
  const run = store.beginRun(IDENTITY);
  const arm = run.beginArm({ name: 'arm', role: 'subject', description: '', symbols: ['A'] });
  const start = performance.now();
  for (const event of events) arm.append(event);
  arm.finish([], {});
  const milliseconds = performance.now() - start;
  store.close();
  return (milliseconds * 1000) / ORDERS;
}

/** A whole job, and what this thread spent on SQLite and on the hash, in seconds; and the processor time of all threads. */
interface WatchedJob {
  readonly seconds: number;
  readonly sqlite: number;
  readonly hash: number;
  readonly cpu: number;
  readonly bytes: number;
}

async function watchedJob(data: string): Promise<WatchedJob> {
  const sqlite = watch(SQLITE);
  const hash = watch(HASH);
  const before = process.cpuUsage();
  const { seconds, storeBytes } = await runCrossoverJob(data);
  const { user, system } = process.cpuUsage(before);
  sqlite.stop();
  hash.stop();
  const times = { sqlite: sqlite.seconds(), hash: hash.seconds(), cpu: (user + system) / 1e6 };
  return { seconds, ...times, bytes: storeBytes };
}

/** The same where the thread that writes never gets ready, so that this thread does all of it. */
async function watchedLonelyJob(data: string): Promise<WatchedJob> {
  const ready = Object.getOwnPropertyDescriptor(JournalThread.prototype, 'isReady')!;
  Object.defineProperty(JournalThread.prototype, 'isReady', { ...ready, get: () => false });
  try {
    return await watchedJob(data);
  } finally {
    Object.defineProperty(JournalThread.prototype, 'isReady', ready);
  }
}

const faster = (a: WatchedJob | null, b: WatchedJob): WatchedJob => (a && a.seconds <= b.seconds ? a : b);

/**
 * What recording costs a whole job (CSV of 1 M one-minute bars, SMA 10/30, ledger, metrics, store): the share of its
 * time that its own thread spends on SQLite and on the journal hash, reading the report back included, both together and each by itself; the same where that
 * thread writes all (`sqlite_share_one_thread`), which is the share of the whole process wherever the work is done, and the processor time of the two; bytes by bar, and the speed of the whole, all of the fastest of three
 * runs; and the time for one order by itself. Packing marks as they come is not in the shares.
 */
export async function storeBench(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const data = join(folder, 'SYNTHETIC.csv');
  let best: WatchedJob | null = null;
  let lonely: WatchedJob | null = null;
  const events = orderEvents();
  let perOrder = Number.POSITIVE_INFINITY;
  try {
    writeMinuteBars(data, BARS);
    for (let run = 0; run < RUNS; run++) {
      perOrder = Math.min(perOrder, microsecondsPerOrder(events, mkdtempSync(join(folder, 'rows-'))));
      best = faster(best, await watchedJob(data));
      lonely = faster(lonely, await watchedLonelyJob(data));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { seconds, sqlite, hash, bytes, cpu } = best!;
  return {
    job_bars_per_second_1m: BARS / seconds,
    sqlite_share: (sqlite + hash) / seconds,
    sqlite_share_without_hash: sqlite / seconds,
    journal_hash_share: hash / seconds,
    sqlite_share_one_thread: (lonely!.sqlite + lonely!.hash) / lonely!.seconds,
    job_time_ratio_of_journal_thread: seconds / lonely!.seconds,
    job_cpu_ratio_of_journal_thread: cpu / lonely!.cpu,
    sqlite_bytes_per_bar: bytes / BARS,
    sqlite_microseconds_per_order: perOrder,
  };
}
