import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoopSeconds } from './crossover.ts';
import { memoryBench } from './memory.ts';
import { storeBench } from './store.ts';

const BAR_COUNTS = { '100k': 100_000, '1m': 1_000_000, '10m': 10_000_000 } as const;

const JOB = fileURLToPath(new URL('engine-job.js', import.meta.url));

/** Runs a case in a process of its own, as users do: what the compiler has seen of one strategy would slow the next one. */
function measured<Figures>(name: string, ...words: readonly string[]): Figures {
  return JSON.parse(execFileSync(process.execPath, [JOB, name, ...words], { encoding: 'utf8' })) as Figures;
}

/** Bars per second of the shipped SMA 10/30 crossover through the whole engine, and what part of the bare loop that is. */
function loopFigures(): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [label, count] of Object.entries(BAR_COUNTS)) {
    const { engine, bare, engineFirst } = measured<LoopSeconds>('crossover', String(count));
    figures[`loop_bars_per_second_${label}`] = count / engine;
    figures[`loop_first_bars_per_second_${label}`] = count / engineFirst;
    figures[`bare_loop_ratio_${label}`] = bare / engine;
  }
  // The figures of 1 million bars bear the plain names.
  figures['loop_bars_per_second'] = figures['loop_bars_per_second_1m']!;
  figures['bare_loop_ratio'] = figures['bare_loop_ratio_1m']!;
  return figures;
}

/** The loop, portfolios and orders without the store, what the loop allocates, and whole jobs with the store. */
export async function engineBench(): Promise<Record<string, number>> {
  const orders = measured<{ ordersPerSecond: number; bareSecondsPerBar: number }>('orders');
  return {
    ...loopFigures(),
    ...measured<Record<string, number>>('portfolio'),
    orders_per_second: orders.ordersPerSecond,
    order_bare_loop_ratio: orders.bareSecondsPerBar * orders.ordersPerSecond,
    crowded_slice_ratio: measured<number>('crowd'),
    allocated_bytes_per_bar: measured<number>('heap'),
    ...(await storeBench()),
    ...(await memoryBench()),
  };
}
