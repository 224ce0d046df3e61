import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '../src/model/event.ts';
import { PLAIN_TERMS } from '../src/model/order.ts';
import type { RunIdentity } from '../src/model/run-record.ts';
import { Connection } from '../src/store/connection.ts';
import { JournalHash } from '../src/store/journal-hash.ts';
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

/** Whatever works on the store: its transactions, opening and closing it, and the hash of the journal. */
const WATCHED: readonly [object, readonly string[]][] = [
  [Connection.prototype, ['append', 'write', 'read', 'prepare', 'close']],
  [JournalHash.prototype, ['addRows', 'addMarks', 'digest']],
  [Store, ['open']],
];

/** Counts the time in the watched methods from now on; one within another counts once. */
function watchStore(): { seconds: () => number; stop: () => void } {
  let depth = 0;
  let milliseconds = 0;
  const restore: (() => void)[] = [];
  for (const [owner, names] of WATCHED) {
    const methods = owner as Record<string, (...values: unknown[]) => unknown>;
    for (const name of names) {
      const method = methods[name]!;
      methods[name] = function watched(this: unknown, ...values: unknown[]): unknown {
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

/** Microseconds for each row of events: made of its event, inserted, committed and hashed. */
function microsecondsPerRow(events: readonly EngineEvent[], folder: string): number {
  const store = Store.open(join(folder, 'rows.sqlite'), { processId: process.pid, now: () => Date.now() });
  const run = store.beginRun(IDENTITY);
  const arm = run.beginArm({ name: 'arm', role: 'subject', description: '', symbols: ['A'] });
  const start = performance.now();
  for (const event of events) arm.append(event);
  arm.finish([], {});
  const milliseconds = performance.now() - start;
  store.close();
  // An order, the two events of its life, its fill and the position.
  return (milliseconds * 1000) / (ORDERS * 5);
}

/**
 * What recording costs a whole job (CSV of 1 M one-minute bars, SMA 10/30, ledger, metrics, store): the share of its
 * time that is spent on SQLite and the journal hash, bytes by bar, and the speed of the whole, all of the fastest of three
 * runs; and the time for one row of events by itself.
 */
export async function storeBench(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const data = join(folder, 'SYNTHETIC.csv');
  let best = { seconds: Number.POSITIVE_INFINITY, sqlite: 0, bytes: 0 };
  const events = orderEvents();
  let perRow = Number.POSITIVE_INFINITY;
  try {
    writeMinuteBars(data, BARS);
    for (let run = 0; run < RUNS; run++) {
      perRow = Math.min(perRow, microsecondsPerRow(events, mkdtempSync(join(folder, 'rows-'))));
      const watch = watchStore();
      const { seconds, storeBytes } = await runCrossoverJob(data);
      watch.stop();
      if (seconds >= best.seconds) continue;
      best = { seconds, sqlite: watch.seconds(), bytes: storeBytes };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    job_bars_per_second_1m: BARS / best.seconds,
    sqlite_share: best.sqlite / best.seconds,
    sqlite_bytes_per_bar: best.bytes / BARS,
    sqlite_microseconds_per_row: perRow,
  };
}
