import { runFindings, type TrialsKnown } from '../evidence/run-findings.ts';
import { randomFrom } from '../math/random.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { ForecastFigures } from '../metrics/forecast-tally.ts';
import type { Finding } from '../model/finding.ts';
import type { RunIdentity } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import type { Store } from '../store/store.ts';

/** What findings need of an arm. */
export interface FoundArm {
  readonly name: string;
  readonly equity: EquityFigures;
  readonly confirmations: readonly EpochMs[];
  readonly forecasts: ForecastFigures;
  readonly forecastHorizon: number;
}

/** What they depend on beside the arms. */
export interface FindingSettings {
  readonly periodsPerYear: number;
  readonly riskFreeRate: number;
  readonly seed: number;
  readonly trials: TrialsKnown;
}

/** The findings of a run, whose subject stands first. */
export function drawFindings(arms: readonly FoundArm[], settings: FindingSettings): Finding[] {
  const { periodsPerYear, riskFreeRate, seed, trials } = settings;
  const returns = arms.map(({ name, equity }) => {
    const { day, value } = dailyReturns(equity);
    return { name, day, value };
  });
  const forecasts = arms
    .filter(({ forecasts: { times } }) => times.length > 0)
    .map(({ name, forecasts: { width, times, predictions, labels } }) => ({
      name,
      width,
      times,
      predictions,
      labels,
    }));
  return runFindings(
    {
      arms: returns,
      periodsPerYear,
      riskFreeRate,
      trials,
      confirmations: arms[0]?.confirmations ?? [],
      forecasts,
      horizon: arms[0]?.forecastHorizon ?? 1,
    },
    randomFrom(seed).split('findings'),
  );
}

/** What the store knows of the configurations of a strategy on its data, with that of a run which is not complete yet. */
export function trialsKnown(
  store: Store,
  { strategyName, dataHash }: Pick<RunIdentity, 'strategyName' | 'dataHash'>,
  including: string | null,
): TrialsKnown {
  const sharpes = store.trialSharpes(strategyName, dataHash, including);
  return { count: store.trials(strategyName, dataHash, including), sharpeVariance: varianceOf(sharpes) };
}

/** With n − 1 in the denominator; null for fewer than two. */
function varianceOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
}
