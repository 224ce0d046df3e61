import { comparedMetrics } from '../metrics/compared-metrics.ts';
import type { RunWriter } from '../store/run-writer.ts';
import type { ArmOutcome, ArmPlan } from './arm-runner.ts';

/** An arm that has run. */
export interface FinishedArm {
  readonly plan: ArmPlan;
  readonly outcome: ArmOutcome;
}

/** The name of the arm that the others are measured against: the shipped strategy that buys all symbols once. */
export const BENCHMARK_NAME = 'buy-and-hold';

/** Records the metrics of each arm that need another one: against buy and hold, and after the changes of the first arm. */
export function recordComparedMetrics(
  run: RunWriter,
  finished: readonly FinishedArm[],
  setting: { readonly periodsPerYear: number; readonly riskFreeRate: number },
): void {
  const benchmark = finished.find(({ plan }) => plan.name === BENCHMARK_NAME)?.outcome.equity ?? null;
  const changes = finished[0]?.outcome.changes ?? [];
  for (const { plan, outcome } of finished) {
    run.writeMetrics(plan.name, comparedMetrics(outcome.equity, { ...setting, benchmark, changes }));
  }
}
