import type { ArmReturns } from '../../src/evidence/compare-arms.ts';
import type { Random } from '../../src/math/random.ts';

const DAY = 86_400_000;

/** An arm with the given daily returns on consecutive days. */
export function arm(name: string, values: ArrayLike<number>): ArmReturns {
  const value = Float64Array.from(values);
  return { name, day: value.map((_, i) => i * DAY), value };
}

/** What the returns of a pair of arms are drawn from. */
export interface PairModel {
  readonly days: number;
  /** First-order autocorrelation of both arms. */
  readonly persistence: number;
  /** Annual Sharpe ratios, 252 days a year. */
  readonly sharpes: readonly [number, number];
  /** Share of the variance that the arms have in common. */
  readonly shared: number;
}

/** Two arms with a volatility of one percent a day, driven by the same market and their own noise. */
export function pairOf(model: PairModel, random: Random): [ArmReturns, ArmReturns] {
  const series = [new Float64Array(model.days), new Float64Array(model.days)] as const;
  const states = [0, 0];
  const innovation = Math.sqrt(1 - model.persistence * model.persistence);
  for (let day = 0; day < model.days; day++) {
    const market = Math.sqrt(model.shared) * random.normal();
    for (const i of [0, 1] as const) {
      const shock = market + Math.sqrt(1 - model.shared) * random.normal();
      states[i] = model.persistence * states[i]! + innovation * shock;
      series[i][day] = 0.01 * (states[i]! + model.sharpes[i] / Math.sqrt(252));
    }
  }
  return [arm('first', series[0]), arm('second', series[1])];
}
