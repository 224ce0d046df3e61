import { normalQuantile } from '../math/normal-distribution.ts';
import type { Random } from '../math/random.ts';
import type { Comparison, Verdict } from '../model/comparison.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { blockLength } from './block-length.ts';
import { bootstrapInterval } from './bootstrap-interval.ts';
import { mean, ResampledReturns } from './resampled-returns.ts';
import { sharpeInfluence } from './sharpe-influence.ts';
import { type BootstrapKind, type DifferenceDraws, resampleDifferences } from './stationary-bootstrap.ts';
import { stretchedInterval } from './stretched-interval.ts';

/** Daily returns of an arm: simple returns as fractions, one for each day, in time order. */
export interface ArmReturns {
  readonly name: string;
  /** The day of each return in epoch milliseconds; the same for all arms that are compared. */
  readonly day: Float64Array;
  readonly value: Float64Array;
}

/** How arms are compared. */
export interface ComparisonSettings {
  readonly periodsPerYear: number;
  /** Distinct configurations of the strategy on these data that were tried, this one included. */
  readonly trials: number;
  /** Confidence before correction; 0.95 if not given. */
  readonly level?: number;
  /** Fraction a year; 0 if not given. */
  readonly riskFreeRate?: number;
  /** At least 2,000; 4,000 if not given. */
  readonly resamples?: number;
  /** Stationary if not given. */
  readonly bootstrap?: BootstrapKind | undefined;
}

/** Fewer paired returns than this decide nothing. */
export const OBSERVATIONS_MIN = 30;

const RESAMPLES_MIN = 2000;

/** The power at which a difference counts as detectable. */
const POWER = 0.8;

/** Below this a difference of Sharpe ratios is rounding. */
const DIFFERENCE_MIN = 1e-9;

/**
 * Compares the subject with each other arm over the same days, by a paired block bootstrap, stationary or circular, of the
 * difference of the annualised Sharpe ratios and of the annualised mean returns. The same resamples serve all
 * comparisons, with the longest of the block lengths that the pairs ask for. Levels are corrected by Bonferroni:
 * `1 − (1 − level) / (others · trials)`.
 *
 * The minimum detectable effect is `(z(1 − α/2) + z(0.8))` bootstrap standard errors, at the corrected α. A verdict
 * other than inconclusive needs an interval of the Sharpe difference that excludes zero, 30 paired returns, and two series
 * that vary. A series that does not vary enters with a Sharpe ratio of zero, like cash.
 *
 * The same `random` stream gives the same result. Throws E_DATA_SHORT below two paired returns and E_INVARIANT
 * where the days of two arms differ, a return is not finite, or a setting is out of range.
 */
export function compareArms(
  subject: ArmReturns,
  others: readonly ArmReturns[],
  settings: ComparisonSettings,
  random: Random,
): Comparison[] {
  requireSettings(settings);
  if (others.length === 0) return [];
  const arms = [subject, ...others];
  requirePaired(arms);
  const excess = arms.map((arm) => excessReturns(arm.value, settings));
  const { bootstrap: kind = 'stationary' } = settings;
  const asked = Math.max(...others.map((_, i) => pairBlockLength(excess[0]!, excess[i + 1]!)));
  const length = kind === 'circular' ? Math.ceil(Math.cbrt(1.5) * asked) : asked;
  const returns = new ResampledReturns(excess, settings.periodsPerYear);
  const draws = others.map(() => emptyDraws(settings.resamples ?? 4000));
  resampleDifferences(returns, { kind, length }, draws, random);
  // The moments of the series themselves: every day once.
  returns.add(0, returns.count);
  returns.draw();
  const level = correctedLevel(settings, others.length);
  return others.map((other, i) => ({
    subject: subject.name,
    against: other.name,
    ...judgedDifferences(returns, excess, i + 1, { draws: draws[i]!, level }),
    level,
    correlation: correlation(returns, excess, i + 1),
    observations: returns.count,
    blockLength: length,
    resamples: draws[i]!.sharpe.length,
  }));
}

type Judged = Omit<
  Comparison,
  'subject' | 'against' | 'level' | 'correlation' | 'observations' | 'blockLength' | 'resamples'
>;

function judgedDifferences(
  returns: ResampledReturns,
  excess: readonly Float64Array[],
  other: number,
  { draws, level }: { readonly draws: DifferenceDraws; readonly level: number },
): Judged {
  const sharpeDifference = returns.sharpe(0) - returns.sharpe(other);
  const returnDifference = returns.meanReturn(0) - returns.meanReturn(other);
  const [own, others] = [excess[0]!, excess[other]!];
  const periods = returns.periodsPerYear;
  const sharpe = stretchedInterval(
    bootstrapInterval(draws.sharpe, sharpeDifference, level),
    sharpeDifference,
    {
      influence: influenceDifference(own, others),
      scale: Math.sqrt(periods),
    },
  );
  const meanReturn = stretchedInterval(
    bootstrapInterval(draws.meanReturn, returnDifference, level),
    returnDifference,
    { influence: own.map((value, day) => value - others[day]!), scale: periods },
  );
  const decidable = returns.count >= OBSERVATIONS_MIN && returns.varies(0) && returns.varies(other);
  return {
    sharpeDifference,
    sharpeLow: sharpe.low,
    sharpeHigh: sharpe.high,
    returnDifference,
    returnLow: meanReturn.low,
    returnHigh: meanReturn.high,
    minimumDetectable: sharpe.standardError * (normalQuantile((1 + level) / 2) + normalQuantile(POWER)),
    verdict: decidable ? verdictOf(sharpe.low, sharpe.high) : 'inconclusive',
  };
}

function verdictOf(low: number, high: number): Verdict {
  if (low > DIFFERENCE_MIN) return 'better';
  return high < -DIFFERENCE_MIN ? 'worse' : 'inconclusive';
}

function correctedLevel(settings: ComparisonSettings, comparisons: number): number {
  return 1 - (1 - (settings.level ?? 0.95)) / (comparisons * settings.trials);
}

function excessReturns(returns: Float64Array, settings: ComparisonSettings): Float64Array {
  const riskFree = Math.expm1(Math.log1p(settings.riskFreeRate ?? 0) / settings.periodsPerYear);
  return returns.map((value) => value - riskFree);
}

/** What each day adds to the difference of two Sharpe ratios of one period. */
function influenceDifference(a: Float64Array, b: Float64Array): Float64Array {
  const influence = sharpeInfluence(b);
  return sharpeInfluence(a).map((value, day) => value - influence[day]!);
}

/** The longer of the block lengths that the two differences of a pair ask for. */
function pairBlockLength(a: Float64Array, b: Float64Array): number {
  return Math.max(
    blockLength(influenceDifference(a, b)),
    blockLength(a.map((value, day) => value - b[day]!)),
  );
}

/** Pearson's correlation of series 0 with another, over all days; null where one of the two does not vary. */
function correlation(
  returns: ResampledReturns,
  series: readonly Float64Array[],
  other: number,
): number | null {
  if (!returns.varies(0) || !returns.varies(other)) return null;
  const a = sumsAround(series[0]!, series[0]!);
  const b = sumsAround(series[other]!, series[other]!);
  const ratio = sumsAround(series[0]!, series[other]!) / Math.sqrt(a * b);
  return Math.max(-1, Math.min(1, ratio));
}

/** Sum of the products of two series' distances from their means. */
function sumsAround(a: Float64Array, b: Float64Array): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB);
  return sum;
}

function emptyDraws(resamples: number): DifferenceDraws {
  return { sharpe: new Float64Array(resamples), meanReturn: new Float64Array(resamples) };
}

function requirePaired(arms: readonly ArmReturns[]): void {
  const { name, day } = arms[0]!;
  if (day.length < 2) {
    throw new RegimetaError('E_DATA_SHORT', {
      rule: 'a comparison needs at least two paired daily returns',
      found: String(day.length),
      repair: 'Lengthen the test period',
    });
  }
  for (const arm of arms) {
    const paired = arm.value.length === day.length && arm.day.length === day.length;
    if (!paired || !arm.day.every((value, i) => value === day[i])) {
      throw invariant(`the arms ${name} and ${arm.name} have returns for the same days`);
    }
    if (!arm.value.every(Number.isFinite)) throw invariant(`the returns of the arm ${arm.name} are finite`);
  }
}

function requireSettings(settings: ComparisonSettings): void {
  const { periodsPerYear, trials, level = 0.95, riskFreeRate = 0, resamples = RESAMPLES_MIN } = settings;
  if (!(periodsPerYear > 0)) throw invariant('the periods a year are above zero');
  if (!(Number.isInteger(trials) && trials >= 1)) throw invariant('the trials are a count from 1 on');
  if (!(level > 0 && level < 1)) throw invariant('the level is between 0 and 1');
  if (!(riskFreeRate > -1)) throw invariant('the risk-free rate is above −1');
  if (!(Number.isInteger(resamples) && resamples >= RESAMPLES_MIN)) {
    throw invariant(`the resamples are a count from ${RESAMPLES_MIN} on`);
  }
}

function invariant(rule: string): RegimetaError {
  return new RegimetaError('E_INVARIANT', { rule });
}
