import { describe, expect, it } from 'vitest';
import { anyBars, BAR_KINDS, type MarketShape } from '../support/any-bars.ts';
import type { AssemblySettings } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomTrader } from '../support/random-trader.ts';
import { watchedRun } from './watched-run.ts';

const CASH = 1_000_000;
/** From what a coin costs that has lost all worth to what a share costs that was never split. */
const LEVELS = [1e-8, 0.01, 1, 5_000, 1e8];
const RULES: readonly AssemblySettings[] = [
  {},
  { fill: 'same-close', participation: 0.1, commissionBps: 5, slippageBps: 5 },
  { fill: 'next-close', intrabar: 'nearest-extreme-first', grossLimit: 100, volumeImpact: 0.5 },
  { entryBar: 'next', intrabar: 'open-low-high-close', lotSize: 1, commissionMinimum: 1, minNotional: 100 },
];

const SIZES = [
  { symbolCount: 1, rows: 1 },
  { symbolCount: 1, rows: 80 },
  { symbolCount: 3, rows: 40 },
  { symbolCount: 50, rows: 6 },
];

/** Runs and returns what is wrong with the outcome; nothing where nothing is. */
function faultsOf(seed: number, shape: MarketShape, settings: AssemblySettings): string[] {
  const trader = randomTrader({ seed, unit: CASH / 2_000 / shape.level, senseless: true });
  const { journal, ledger } = watchedRun(
    trader,
    anyBars(seed, shape),
    { cash: CASH, ...settings },
    (_, account) => account.verify(),
  );
  const faults: string[] = [];
  const numbers = journal.marks.flatMap(({ cash, equity, gross, net }) => [cash, equity, gross, net]);
  if (!numbers.every(Number.isFinite)) faults.push('a mark is not finite');
  if (journal.marks.length !== shape.rows) faults.push('a slice has no mark');
  const fills = ofKind(journal.events, 'order-filled');
  const sound = fills.every(({ fill }) => {
    const { quantity, price, commission } = fill;
    return quantity > 0 && price > 0 && commission >= 0 && Number.isFinite(quantity * price + commission);
  });
  if (!sound) faults.push('a fill is unsound');
  if (ledger.roundTrips.some(({ profit }) => !Number.isFinite(profit))) faults.push('a profit is not finite');
  return faults;
}

describe.each(BAR_KINDS)('over %s bars', (kind) => {
  it.each(LEVELS)('at prices near %d nothing breaks, in any size and under any rules', (level) => {
    let seed = 30_000;
    for (const size of SIZES) {
      for (const missing of [0, 0.5]) {
        for (const rules of RULES) {
          const shape = { kind, level, missing, ...size };
          expect(faultsOf(++seed, shape, rules), JSON.stringify({ seed, shape, rules })).toEqual([]);
        }
      }
    }
  });
});
