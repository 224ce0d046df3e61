import type { Journal } from '../src/engine/journal.ts';
import * as regimeta from '../src/index.ts';
import { randomFrom } from '../src/math/random.ts';
import type { BarSeries } from '../src/model/bar-series.ts';
import { runArm } from '../src/run/arm-runner.ts';
import { nodeHost } from '../src/run/host.ts';
import { loadStrategy } from '../src/run/load-strategy.ts';
import { parseOptions } from '../src/run/parse-options.ts';
import { runSettingsSchema } from '../src/run/run-settings.ts';

const BAR_COUNTS = [100_000, 1_000_000] as const;
const RUNS = 3;

/** One-minute random-walk bars with gapping opens. */
function randomBars(count: number): BarSeries {
  const random = randomFrom(1);
  const column = (): Float64Array => new Float64Array(count);
  const bars = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 100;
  for (let i = 0; i < count; i++) {
    bars.time[i] = Date.UTC(2020, 0, 1) + i * 60_000;
    bars.open[i] = price;
    bars.close[i] = price * (1 + 0.001 * random.normal());
    bars.high[i] = 1.0005 * Math.max(bars.open[i]!, bars.close[i]!);
    bars.low[i] = 0.9995 * Math.min(bars.open[i]!, bars.close[i]!);
    bars.volume[i] = 1_000;
    price = bars.close[i]! * (1 + 0.0003 * random.normal());
  }
  return { symbol: 'SYNTHETIC', ...bars };
}

/** The ceiling: two running sums over the closes and a position, with nothing around them. */
function bareLoop({ open, close }: BarSeries): number {
  let fast = 0;
  let slow = 0;
  let held = 0;
  let cash = 0;
  let before = 0;
  let wanted = 0;
  for (let i = 0; i < close.length; i++) {
    if (wanted !== held) {
      cash += (held - wanted) * open[i]!;
      held = wanted;
    }
    fast += close[i]! - (i >= 10 ? close[i - 10]! : 0);
    slow += close[i]! - (i >= 30 ? close[i - 30]! : 0);
    const now = fast / 10 - slow / 30;
    if (i >= 30 && before < 0 && now > 0) wanted = 1;
    else if (i >= 30 && before > 0 && now < 0) wanted = 0;
    before = now;
  }
  return cash + held * close.at(-1)!;
}

/** Seconds of the fastest of a few runs; the results are summed so that no run can be left out. */
async function fastestSeconds(
  run: () => Promise<number> | number,
): Promise<{ seconds: number; checksum: number }> {
  let seconds = Number.POSITIVE_INFINITY;
  let checksum = 0;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    checksum += await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, checksum };
}

/** A journal that only counts, so that the loop is measured apart from the store. */
class CountingJournal implements Journal {
  count = 0;
  append(): void {
    this.count++;
  }
  mark(): void {
    this.count++;
  }
}

/**
 * Bars per second of the shipped SMA 10/30 crossover through the whole engine, with costs, ledger and risk, without
 * the store; and beside it a bare loop over the same columns.
 */
export async function engineBench(): Promise<Record<string, number>> {
  const path = 'strategies/sma-crossover.ts';
  const loaded = await loadStrategy(path, regimeta);
  const parameters = parseOptions(loaded.strategy.parameters, {}, 'bench');
  const settings = runSettingsSchema.parse({});
  const plan = {
    name: 'bench',
    role: 'subject',
    description: '',
    loaded,
    parameters,
    learner: null,
  } as const;
  const figures: Record<string, number> = {};
  for (const count of BAR_COUNTS) {
    const bars = randomBars(count);
    const market = { series: [bars], testFrom: bars.time[0]! };
    const bare = await fastestSeconds(() => bareLoop(bars));
    const engine = await fastestSeconds(async () => {
      const journal = new CountingJournal();
      await runArm({ ...plan, policy: { kind: 'never' } }, market, settings, journal, nodeHost());
      return journal.count;
    });
    const label = count === 1_000_000 ? '1m' : '100k';
    figures[`engine_bars_per_second_${label}`] = count / engine.seconds;
    figures[`engine_bare_loop_ratio_${label}`] = bare.seconds / engine.seconds;
  }
  return figures;
}
