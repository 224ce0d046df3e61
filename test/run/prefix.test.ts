import { fileURLToPath } from 'node:url';
import * as regimeta from 'regimeta';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMarketData, type MarketData } from '../../src/market/data-folder.ts';
import { randomFrom } from '../../src/math/random.ts';
import type { AccountMark } from '../../src/model/account.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { EngineEvent } from '../../src/model/event.ts';
import { cutAfter, poisonAfter } from '../../src/run/altered-data.ts';
import { runArm } from '../../src/run/arm-runner.ts';
import { nodeHost } from '../../src/run/host.ts';
import { type LoadedStrategy, loadStrategy } from '../../src/run/load-strategy.ts';
import { armMarketOf, planMarket } from '../../src/run/market-plan.ts';
import { metaTrain } from '../../src/run/meta-training.ts';
import { parseOptions } from '../../src/run/parse-options.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const settings = runSettingsSchema.parse({ from: '1997-01-02', to: '1999-12-31' });
const FAST_TRAINING = { metaSteps: 5 };

interface Journalled {
  readonly events: readonly EngineEvent[];
  readonly marks: readonly AccountMark[];
  readonly learnerHash: string | null;
}

/** Plans, trains and runs a strategy on the data, as a backtest does, into memory. */
async function journalOf(loaded: LoadedStrategy, data: MarketData): Promise<Journalled> {
  const { strategy } = loaded;
  const overrides = strategy.learner ? FAST_TRAINING : {};
  const parameters = parseOptions(strategy.parameters, overrides, strategy.name);
  const market = planMarket(data, settings, strategy.learner !== undefined);
  const slot = strategy.learner?.(parameters);
  const trained = slot ? await metaTrain(slot, market.train, randomFrom(1), nodeHost()) : null;
  const journal = new MemoryJournal();
  await runArm(
    {
      name: strategy.name,
      role: 'subject',
      description: '',
      loaded,
      parameters,
      policy: { kind: 'at-change' },
      learner: trained?.learner ?? null,
    },
    armMarketOf(market),
    settings,
    journal,
    nodeHost(),
  );
  const { events, marks } = journal;
  return { events, marks, learnerHash: trained?.record.parametersHash ?? null };
}

/** What was journalled up to a time, without what the end of the data itself caused and without wall times. */
function upTo(time: number, { events, marks }: Journalled): unknown {
  const isOfTheEnd = (event: EngineEvent): boolean =>
    (event.kind === 'order-expired' || event.kind === 'adaptation-skipped') && event.reason === 'end-of-data';
  return {
    events: events
      .filter((event) => event.time <= time && !isOfTheEnd(event))
      .map((event) => (event.kind === 'adapted' ? { ...event, wallMs: 0 } : event)),
    marks: marks.filter((mark) => mark.time <= time),
  };
}

/** The same data with their series changed. */
const withSeries = (series: BarSeries[]): MarketData => ({ ...data, series });
const cut = (time: number): MarketData => withSeries(cutAfter(time, data.series));
const poisoned = (time: number): MarketData => withSeries(poisonAfter(time, data.series, randomFrom(99)));

const CUTS = ['1997-06-30', '1998-03-31', '1998-11-30', '1999-08-31'].map((date) => Date.parse(date));
let data: MarketData;

beforeAll(() => {
  data = loadMarketData(here('../../datasets/us-daily'));
});

describe.each(['buy-and-hold', 'equal-weight', 'sma-crossover', 'weekly-dip', 'meta-momentum'])(
  '%s',
  (name) => {
    let loaded: LoadedStrategy;
    let whole: Journalled;

    beforeAll(async () => {
      loaded = await loadStrategy(here(`../../strategies/${name}.ts`), regimeta);
      whole = await journalOf(loaded, data);
    });

    it.each(CUTS)('journals the same up to %i when the data end there', async (time) => {
      const shorter = await journalOf(loaded, cut(time));
      expect(shorter.learnerHash).toBe(whole.learnerHash);
      expect(upTo(time, shorter)).toEqual(upTo(time, whole));
    });

    it.each(CUTS)('journals the same up to %i when noise follows', async (time) => {
      const other = await journalOf(loaded, poisoned(time));
      expect(other.learnerHash).toBe(whole.learnerHash);
      expect(upTo(time, other)).toEqual(upTo(time, whole));
      expect(other.marks.at(-1)).not.toEqual(whole.marks.at(-1));
    });
  },
);

describe('the prefix test itself', () => {
  it('sees adaptations and regime changes before and after the cuts', async () => {
    const loaded = await loadStrategy(here('../../strategies/meta-momentum.ts'), regimeta);
    const { events } = await journalOf(loaded, data);
    for (const kind of ['regime-changed', 'adapted'] as const) {
      const times = events.filter((event) => event.kind === kind).map(({ time }) => time);
      expect(times.some((time) => time <= CUTS[2]!)).toBe(true);
      expect(times.some((time) => time > CUTS[2]!)).toBe(true);
    }
  });

  it('finds a strategy that peeks: one that holds what will close higher', async () => {
    const time = CUTS[1]!;
    const whole = await journalOf(peekingInto(data), data);
    const again = await journalOf(peekingInto(poisoned(time)), poisoned(time));
    expect(upTo(time, again)).not.toEqual(upTo(time, whole));
  });
});

/** A strategy that has the data of its run in its hands, and looks one bar ahead. */
function peekingInto({ series }: MarketData): LoadedStrategy {
  const strategy = regimeta.defineStrategy({
    name: 'peeking',
    description: '',
    parameters: regimeta.z.object({}),
    lookback: () => 1,
    onBar({ time, symbols, target }) {
      for (const symbol of symbols) {
        const { time: times, close } = series.find((bars) => bars.symbol === symbol)!;
        const next = times.indexOf(time) + 1;
        target(symbol, next < close.length && close[next]! > close[next - 1]! ? 1 / symbols.length : 0);
      }
    },
  });
  const loaded: LoadedStrategy = { strategy, path: '', hash: '', locate: () => null, fresh: () => loaded };
  return loaded;
}
