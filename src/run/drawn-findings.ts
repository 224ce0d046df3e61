import { overfittingProbability, returnBlocks } from '../evidence/overfitting-probability.ts';
import { runFindings, type TrialsKnown } from '../evidence/run-findings.ts';
import { randomFrom } from '../math/random.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { ForecastFigures } from '../metrics/forecast-tally.ts';
import type { Finding } from '../model/finding.ts';
import type { RunIdentity } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import { CHEATING_NAME } from './control-arms.ts';
import { overfittingOf } from './overfitting-finding.ts';

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
    return { name, day, value, isRuined: equity.isRuined };
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
  const findings = runFindings(
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
  return returns.length > 1 ? [...findings, armsOverfitting(returns, settings)] : findings;
}

/** How often the arm that was best would not have stayed so: of all arms but the one that cheats, which nobody could have chosen. */
function armsOverfitting(
  arms: readonly { readonly name: string; readonly value: Float64Array }[],
  { riskFreeRate, periodsPerYear }: FindingSettings,
): Finding {
  const riskFree = Math.expm1(Math.log1p(riskFreeRate) / periodsPerYear);
  const chosen = arms.filter(({ name }) => name !== CHEATING_NAME);
  const blocks = chosen.map(({ value }) => returnBlocks(value.map((each) => each - riskFree)));
  return overfittingOf(overfittingProbability(blocks));
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
