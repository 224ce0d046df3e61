import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '../src/store/connection.ts';
import { JournalHash } from '../src/store/journal-hash.ts';
import { Store } from '../src/store/store.ts';
import { runCrossoverJob } from './crossover-job.ts';
import { writeMinuteBars } from './minute-bars.ts';

const BARS = 1_000_000;
const RUNS = 3;

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

/** Rows of events and round trips of a run: each order has a row of its own and one for each event of its life. */
function rowsOf(metrics: Readonly<Record<string, { readonly value: number | null }>>): number {
  const trips = metrics['round_trips']?.value ?? 0;
  // A round trip of the crossover is two orders of five rows each (order, accepted, filled, fill, position) and its own row.
  return trips * 11;
}

/**
 * What recording costs a whole job (CSV of 1 M one-minute bars, SMA 10/30, ledger, metrics, store): the share of its
 * time that is spent on SQLite and the journal hash, that time by row of events, bytes by bar, and the speed of the
 * whole. The fastest of three runs.
 */
export async function storeBench(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const data = join(folder, 'SYNTHETIC.csv');
  let best = { seconds: Number.POSITIVE_INFINITY, sqlite: 0, bytes: 0, rows: 1 };
  try {
    writeMinuteBars(data, BARS);
    for (let run = 0; run < RUNS; run++) {
      const watch = watchStore();
      const { seconds, storeBytes, report } = await runCrossoverJob(data);
      watch.stop();
      if (seconds >= best.seconds) continue;
      best = { seconds, sqlite: watch.seconds(), bytes: storeBytes, rows: rowsOf(report.arms[0]!.metrics) };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    job_bars_per_second_1m: BARS / best.seconds,
    sqlite_share: best.sqlite / best.seconds,
    sqlite_bytes_per_bar: best.bytes / BARS,
    sqlite_microseconds_per_row: (best.sqlite * 1e6) / best.rows,
  };
}
