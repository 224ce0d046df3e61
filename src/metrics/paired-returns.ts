import type { DailyReturns } from './daily-returns.ts';
import { RUINED, TOO_FEW } from './metric-result.ts';
import { DEVIATION_MIN, standardDeviation } from './sample-moments.ts';

/** Excess returns of an arm and of its benchmark over the same days, as fractions of a period. */
export interface PairedReturns {
  readonly arm: Float64Array;
  readonly benchmark: Float64Array;
}

/** What an arm is measured against. */
export interface Benchmark {
  readonly returns: DailyReturns;
  /** The risk-free return of a period. */
  readonly riskFree: number;
}

/** The reason of every figure against a benchmark in a run that has none. */
const NO_BENCHMARK = 'the run has no buy-and-hold arm to be the benchmark';

/** The reason of what is divided by the deviation of the benchmark. */
export const BENCHMARK_STILL = 'the returns of the benchmark do not vary';

/** The returns of the days that both have, or why they cannot be paired. */
export function pairedReturns(returns: DailyReturns, benchmark: Benchmark | null): PairedReturns | string {
  if (benchmark === null) return NO_BENCHMARK;
  if (returns.ruined) return RUINED;
  if (benchmark.returns.ruined) return 'the benchmark was ruined';
  const { day, value } = benchmark.returns;
  const arm: number[] = [];
  const paired: number[] = [];
  for (let i = 0, j = 0; i < day.length; i++) {
    while (j < returns.day.length && returns.day[j]! < day[i]!) j++;
    if (returns.day[j] !== day[i]) continue;
    arm.push(returns.value[j]! - benchmark.riskFree);
    paired.push(value[i]! - benchmark.riskFree);
  }
  if (arm.length < 2) return TOO_FEW;
  return { arm: Float64Array.from(arm), benchmark: Float64Array.from(paired) };
}

/** Whether returns differ by more than rounding. */
export function varies(returns: Float64Array): boolean {
  return standardDeviation(returns) >= DEVIATION_MIN;
}
