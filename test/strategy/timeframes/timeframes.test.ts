import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../../../src/math/random.ts';
import type { BarSeries } from '../../../src/model/bar-series.ts';
import { cutAfter, poisonAfter } from '../../../src/run/altered-data.ts';
import { type ArmMarket, runArm } from '../../../src/run/arm-runner.ts';
import { nodeHost } from '../../../src/run/host.ts';
import { runSettingsSchema } from '../../../src/run/run-settings.ts';
import type { StrategyContext } from '../../../src/strategy/context.ts';
import { defineStrategy, type StrategyDefinition } from '../../../src/strategy/definition.ts';
import { SimpleMovingAverage } from '../../../src/strategy/indicators/simple-moving-average.ts';
import { naiveClockBars } from '../../oracles/naive-timeframes.ts';
import { withoutFile } from '../../support/in-memory-run.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { barsIn, clockOf, exchangeSessions, minuteTiming, seriesOf } from '../../support/minute-market.ts';
import { plainInstruments } from '../../support/plain-instruments.ts';
import { quoteSeries, randomQuotes } from '../../support/tick-market.ts';

const sessions = exchangeSessions(60);
const bars = barsIn(sessions.slice(0, 6), 21);
const hours = naiveClockBars(bars, sessions, 3_600_000);
const MINUTE = 60_000;

type Context = StrategyContext<unknown, unknown>;
type Hooks = Partial<StrategyDefinition<z.ZodObject, unknown>>;

async function run(
  hooks: Hooks,
  series: readonly BarSeries[],
  market: Partial<ArmMarket> = {},
): Promise<MemoryJournal> {
  const strategy = defineStrategy({
    name: 'watching',
    description: '',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: () => undefined,
    ...hooks,
  });
  const plan = { name: 'watching', role: 'subject', description: '', learner: null } as const;
  const journal = new MemoryJournal();
  await runArm(
    { ...plan, loaded: withoutFile(strategy), parameters: {}, policy: { kind: 'never' } },
    {
      series,
      instruments: plainInstruments(series),
      timings: series.map(() => minuteTiming(1)),
      sessionClocks: series.map(() => clockOf(sessions)),
      testFrom: Number.NEGATIVE_INFINITY,
      ...market,
    },
    runSettingsSchema.parse({}),
    journal,
    nodeHost(),
  );
  return journal;
}

/** What a strategy saw at each of its calls. */
async function seen<Sight>(hooks: Hooks, look: (context: Context) => Sight, series = [seriesOf('X', bars)]) {
  const sights: (readonly [time: number, Sight])[] = [];
  const onBar = (context: Context): void => {
    sights.push([context.time, look(context)]);
  };
  await run({ ...hooks, onBar }, series);
  return sights;
}

const errorIn = async (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('no error was thrown');
    },
    (error: { code: string; message: string }) => error,
  );

describe('the history of a timeframe', () => {
  it('holds the completed bars, and the strategy is called from its look-back on', async () => {
    const sights = await seen({ timeframes: () => ({ '1h': 3, '5m': 2 }) }, ({ history }) => [
      ...history('X', '1h').close.toArray(3),
      history('X', '1h').volume.mean(2),
    ]);
    expect(sights.length).toBeGreaterThan(500);
    for (const [time, [first, second, third, volume]] of sights) {
      const complete = hours.filter(({ end }) => end <= time + MINUTE).slice(-3);
      expect([first, second, third]).toEqual(complete.map(({ close }) => close));
      expect(volume).toBe((complete[1]!.volume + complete[2]!.volume) / 2);
    }
    const third = hours[2]!;
    const knownAt = bars.find((bar) => bar.end >= third.end)!.begin;
    expect(sights[0]![0]).toBe(knownAt);
  });

  it('is warmed up before the test period', async () => {
    const times: number[] = [];
    const onBar = ({ time }: Context): void => void times.push(time);
    const testFrom = sessions[3]!.date;
    await run({ timeframes: () => ({ '1d': 3 }), onBar }, [seriesOf('X', bars)], { testFrom });
    expect(times[0]).toBe(bars.find(({ begin }) => begin > testFrom)!.begin);
  });

  it('ends at its look-back', async () => {
    const read = ({ history }: Context): number => history('X', '1h').close.ago(3);
    const error = await errorIn(seen({ timeframes: () => ({ '1h': 3 }) }, read));
    expect(error.code).toBe('E_LOOKBACK');
  });

  it('tells what was completed', async () => {
    const look = ({ completed, history }: Context): unknown =>
      completed('X', '1h') && history('X', '1h').close.ago(0);
    const sights = await seen({ timeframes: () => ({ '1h': 1 }) }, look);
    const closes = sights.filter(([, sight]) => sight !== false).map(([, sight]) => sight);
    expect(closes).toEqual(hours.filter(({ end }) => end <= bars.at(-1)!.end).map(({ close }) => close));
  });
});

describe('a strategy that decides at a timeframe', () => {
  it('is called when a bar of it is completed', async () => {
    const hooks: Hooks = { timeframes: () => ({ '1h': 1 }), decidesAt: () => '1h' };
    const sights = await seen(hooks, ({ symbols, history }) => [...symbols, history('X', '1h').open.ago(0)]);
    const complete = hours.filter(({ end }) => end <= bars.at(-1)!.end);
    expect(sights.map(([, sight]) => sight)).toEqual(complete.map(({ open }) => ['X', open]));
  });

  it('declares that timeframe', async () => {
    const error = await errorIn(run({ decidesAt: () => '1h' }, [seriesOf('X', bars)]));
    expect([error.code, error.message]).toEqual([
      'E_PLUGIN_SHAPE',
      expect.stringContaining('declares no timeframes'),
    ]);
  });
});

test('indicators are tracked on a timeframe, and the strategy waits for them', async () => {
  let mean: SimpleMovingAverage;
  const hooks: Hooks = {
    timeframes: () => ({ '1h': 1 }),
    init: ({ trackOn }) => {
      mean = trackOn('1h', 'X', new SimpleMovingAverage(4));
    },
  };
  const sights = await seen(hooks, () => mean.value);
  expect(sights.length).toBeGreaterThan(500);
  for (const [time, value] of sights) {
    const complete = hours.filter(({ end }) => end <= time + MINUTE).slice(-4);
    expect(value).toBeCloseTo(complete.reduce((sum, { close }) => sum + close, 0) / 4, 10);
  }
});

test.each<[string, Hooks, RegExp]>([
  ['no timeframe', { timeframes: () => ({ '5x': 3 }) as never }, /E_PLUGIN_SHAPE .*a timeframe is/],
  ['of more than a day', { timeframes: () => ({ '25h': 3 }) }, /E_PLUGIN_SHAPE .*up to 24h/],
  ['of no ticks', { timeframes: () => ({ 'tick:0': 3 }) }, /E_PLUGIN_SHAPE/],
  ['without a look-back', { timeframes: () => ({ '1h': 0 }) }, /E_PLUGIN_SHAPE .*look-back of 1h/],
  ['in a list', { timeframes: () => ['1h'] as never }, /E_PLUGIN_SHAPE .*by timeframe/],
  [
    'finer than the bars',
    { timeframes: () => ({ '30s': 3 }) },
    /E_DATA_TIMEFRAME .*30s of bars of 60 seconds/,
  ],
])('a timeframe %s is refused', async (_, hooks, message) => {
  const error = await errorIn(run(hooks, [seriesOf('X', bars)]));
  expect(error.message).toMatch(message);
});

test('one that was not declared cannot be read', async () => {
  const error = await errorIn(seen({ timeframes: () => ({ '1h': 1 }) }, ({ history }) => history('X', '2h')));
  expect([error.code, error.message]).toEqual([
    'E_PLUGIN_SHAPE',
    expect.stringContaining('the timeframes are 1h'),
  ]);
});

describe('nothing that a strategy saw changes when the future does:', () => {
  const look = ({ history, completed }: Context): unknown => [
    history('X', '5m').close.ago(0),
    history('X', '1h').high.ago(1),
    history('X', '1d').volume.ago(0),
    history('X', 'volume:3000').low.ago(0),
    completed('X', '1h'),
  ];
  const hooks: Hooks = { timeframes: () => ({ '5m': 1, '1h': 2, '1d': 1, 'volume:3000': 1 }) };
  const series = [seriesOf('X', bars), seriesOf('Y', barsIn(sessions.slice(0, 6), 22))];

  it.each([0.5, 0.63, 0.81])('after %d of the data', async (part) => {
    const time = bars[Math.floor(part * bars.length)]!.begin;
    const whole = await seen(hooks, look, series);
    const before = whole.filter(([at]) => at <= time);
    expect(before.length).toBeGreaterThan(100);
    const ofCut = await seen(hooks, look, cutAfter(time, series));
    expect(ofCut).toEqual(before);
    const poisoned = await seen(hooks, look, poisonAfter(time, series, randomFrom(5)));
    expect(poisoned.filter(([at]) => at <= time)).toEqual(before);
    expect(poisoned).not.toEqual(whole);
  });

  it('and a look at the hour that is under way would be noticed', async () => {
    const peek =
      (known: readonly BarSeries[]) =>
      ({ time }: Context): unknown => {
        const { time: times, close } = known[0]!;
        const end = times.findLastIndex((at) => at < Math.ceil((time + 1) / 3_600_000) * 3_600_000);
        return close[end];
      };
    const time = bars[Math.floor(0.63 * bars.length)]!.begin;
    const poisoned = poisonAfter(time, series, randomFrom(5));
    const whole = await seen({}, peek(series), series);
    const other = await seen({}, peek(poisoned), poisoned);
    expect(other.filter(([at]) => at <= time)).not.toEqual(whole.filter(([at]) => at <= time));
  });
});

test('the last quote of a symbol is shown, with sizes where there are any', async () => {
  const quotes = randomQuotes(50, 5);
  const look = ({ quote }: Context): unknown => [{ ...quote('Q') }, { ...quote('U') }, quote('X')];
  const series = [quoteSeries('Q', quotes), quoteSeries('U', quotes, false), seriesOf('X', bars.slice(0, 3))];
  const sights = await seen({}, look, series);
  const { time, ...last } = quotes.at(-1)!;
  expect(sights.at(-1)![1]).toEqual([last, { ...last, bidSize: null, askSize: null }, null]);
  expect(time).toBeGreaterThan(0);
});
