import { comparedMetrics } from '../metrics/compared-metrics.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { EpochMs } from '../model/time.ts';
import type { RunWriter } from '../store/run-writer.ts';

/** An arm that has run, as its row in the store and as what metrics need of it. */
export interface ComparedArm {
  readonly armId: number;
  readonly name: string;
  readonly seed: number;
  readonly equity: EquityFigures;
  /** Midnight UTC of the days on which the regimes began whose beginning it confirmed. */
  readonly changes: readonly EpochMs[];
}

/** The name of the arm that the others are measured against: the shipped strategy that buys all symbols once. */
export const BENCHMARK_NAME = 'buy-and-hold';

/**
 * Records the metrics of each arm that need another one: against buy and hold, and after the changes of the first arm of the
 * same seed.
 */
export function recordComparedMetrics(
  run: RunWriter,
  finished: readonly ComparedArm[],
  setting: { readonly periodsPerYear: number; readonly riskFreeRate: number },
): void {
  const benchmark = finished.find(({ name }) => name === BENCHMARK_NAME)?.equity ?? null;
  for (const { armId, equity, seed } of finished) {
    const changes = finished.find((arm) => arm.seed === seed)?.changes ?? [];
    run.writeMetrics(armId, comparedMetrics(equity, { ...setting, benchmark, changes }));
  }
}
