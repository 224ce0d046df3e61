import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as regimeta from 'regimeta';
import { describe, expect, it } from 'vitest';
import { readBarFile } from '../../src/market/csv-bars.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import { runArm } from '../../src/run/arm-runner.ts';
import { nodeHost } from '../../src/run/host.ts';
import { loadStrategy } from '../../src/run/load-strategy.ts';
import { parseOptions } from '../../src/run/parse-options.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import { MemoryJournal, ofKind } from '../support/memory-journal.ts';
import { plainInstruments } from '../support/plain-instruments.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs the shipped strategy as the two other engines were run: one unit, no costs. */
async function runCrossover(
  bars: BarSeries,
): Promise<{ trips: readonly RoundTrip[]; journal: MemoryJournal }> {
  const loaded = await loadStrategy(here('../../strategies/sma-crossover.ts'), regimeta);
  const journal = new MemoryJournal();
  await runArm(
    {
      name: 'sma-crossover',
      role: 'subject',
      description: '',
      loaded,
      parameters: parseOptions(loaded.strategy.parameters, { quantity: 1 }, 'test'),
      policy: { kind: 'never' },
      learner: null,
    },
    { series: [bars], instruments: plainInstruments([bars]), testFrom: bars.time[0]! },
    runSettingsSchema.parse({ cash: 1_000_000, commissionBps: 0, slippageBps: 0 }),
    journal,
    nodeHost(),
  );
  return { trips: journal.roundTrips, journal };
}

const rowsOf = (trips: readonly RoundTrip[]): number[][] =>
  trips.map(({ entryIndex, exitIndex, entryPrice, exitPrice }) => [
    entryIndex,
    exitIndex,
    entryPrice,
    exitPrice,
  ]);

describe('the SMA 10/30 crossover', () => {
  it('makes the trades of two other engines on the first 5,000 bars, entry, exit and price', async () => {
    const { trades } = JSON.parse(readFileSync(here('sma-crossover-trades-5000.json'), 'utf8'));
    const { series } = readBarFile(here('sma-crossover-bars-5000.csv.gz'), 'SYNTHETIC');
    const { trips } = await runCrossover(series);
    expect(rowsOf(trips)).toEqual(trades);
  });
});

const fixture = here('../../../shared/fixtures/sma-crossover-golden.json');
const fullBars = here('../../../shared/data/bars/sma-crossover-bars.csv.gz');

describe.skipIf(!existsSync(fixture) || !existsSync(fullBars))(
  'the SMA 10/30 crossover on 100,000 bars',
  () => {
    it('makes all 1,930 trades and leaves the same position open', async () => {
      const { values, data } = JSON.parse(readFileSync(fixture, 'utf8'));
      const hash = createHash('sha256')
        .update(gunzipSync(readFileSync(fullBars)))
        .digest('hex');
      expect(hash).toBe(data.sha256_uncompressed);
      const { trips, journal } = await runCrossover(readBarFile(fullBars, 'SYNTHETIC').series);
      expect(rowsOf(trips)).toEqual(values.trades);
      expect(trips).toHaveLength(values.trade_count);
      const last = ofKind(journal.events, 'order-filled').at(-1)!;
      expect(last.fill.price).toBe(values.open_at_the_end.entry_price);
      const profit = trips.reduce((sum, trip) => sum + trip.profit, 0);
      expect(profit).toBeCloseTo(values.total_pnl, 7);
    });
  },
);
