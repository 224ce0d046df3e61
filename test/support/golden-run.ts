import * as regimeta from 'regimeta';
import type { AccountMark } from '../../src/model/account.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import { runArm } from '../../src/run/arm-runner.ts';
import { nodeHost } from '../../src/run/host.ts';
import { type LoadedStrategy, loadStrategy } from '../../src/run/load-strategy.ts';
import { parseOptions } from '../../src/run/parse-options.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import { MemoryJournal, ofKind } from './memory-journal.ts';
import { plainInstruments } from './plain-instruments.ts';

/** A fill with the time and the number of its order, as an oracle tells it too. */
export interface FillRow {
  readonly time: number;
  readonly symbolIndex: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly referencePrice: number;
  readonly commission: number;
}

/** What a run left behind. */
export interface GoldenRun {
  readonly fills: readonly FillRow[];
  readonly marks: readonly AccountMark[];
  readonly journal: MemoryJournal;
  readonly roundTrips: readonly RoundTrip[];
}

type Values = Readonly<Record<string, unknown>>;

/** Loads a strategy file as the command line does. */
export function loadFile(path: string): Promise<LoadedStrategy> {
  return loadStrategy(path, regimeta);
}

/** Runs a loaded strategy over the bars as a backtest does, with a journal in memory. */
export async function goldenRun(
  loaded: LoadedStrategy,
  series: readonly BarSeries[],
  parameters: Values,
  settings: Values,
): Promise<GoldenRun> {
  const journal = new MemoryJournal();
  await runArm(
    {
      name: loaded.strategy.name,
      role: 'subject',
      description: '',
      loaded,
      parameters: parseOptions(loaded.strategy.parameters, parameters, 'test'),
      policy: { kind: 'never' },
      learner: null,
    },
    {
      series,
      instruments: plainInstruments(series),
      testFrom: Math.min(...series.map(({ time }) => time[0]!)),
    },
    // The naive engines know no volume.
    runSettingsSchema.parse({ participation: 'none', ...settings }),
    journal,
    nodeHost(),
  );
  const fills = ofKind(journal.events, 'order-filled').map(({ time, fill }) => ({
    time,
    symbolIndex: fill.symbolIndex,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    referencePrice: fill.referencePrice,
    commission: fill.commission,
  }));
  return { fills, marks: journal.marks, journal, roundTrips: journal.roundTrips };
}

/** The largest relative difference between two columns of numbers; infinity where their lengths differ. */
export function worstDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [i, value] of actual.entries()) {
    const difference = Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}
