import type { Random } from '../math/random.ts';
import { sampleDeviation } from '../math/sample-deviation.ts';
import { standardisedMoments } from '../math/standardised-moments.ts';
import type { Finding, FindingMethod } from '../model/finding.ts';
import type { EpochMs } from '../model/time.ts';
import { blockLength } from './block-length.ts';
import { changeWindows } from './change-windows.ts';
import { type ArmReturns, OBSERVATIONS_MIN } from './compare-arms.ts';
import { compareForecasts } from './forecast-comparison.ts';
import { type ArmForecasts, lossDifferences } from './forecast-losses.ts';
import { ledoitWolf } from './ledoit-wolf.ts';
import { mean, ResampledReturns } from './resampled-returns.ts';
import { sharpeInfluence } from './sharpe-influence.ts';
import {
  backtestLengthMin,
  deflatedSharpe,
  expectedMaximum,
  probabilisticSharpe,
  type SharpeEstimate,
  trackRecordMin,
} from './sharpe-significance.ts';
import { signFlipPValue } from './sign-flips.ts';
import { type DifferenceDraws, resampleDifferences } from './stationary-bootstrap.ts';
import { robustStretch } from './stretched-interval.ts';
import { stepDownPValues, superiorAbility } from './superior-ability.ts';

/** What the store knows of the configurations that were tried. */
export interface TrialsKnown {
  /** Distinct ones, this one included. */
  readonly count: number;
  /** The variance of their Sharpe ratios, annualised; null where fewer than two have one. */
  readonly sharpeVariance: number | null;
}

/** The returns of an arm, and whether its equity was ever zero or below: then it has no Sharpe ratio of its own. */
interface FoundReturns extends ArmReturns {
  readonly isRuined?: boolean;
}

/** What findings are drawn from. */
export interface FindingMaterial {
  /** The subject first; the same days for all. */
  readonly arms: readonly FoundReturns[];
  readonly periodsPerYear: number;
  /** Fraction a year. */
  readonly riskFreeRate: number;
  readonly trials: TrialsKnown;
  /** Midnight UTC of the days on which the subject confirmed changes, rising. */
  readonly confirmations: readonly EpochMs[];
  /** Of the arms that have a learner. */
  readonly forecasts: readonly ArmForecasts[];
  /** How many decisions the labels of neighbouring forecasts overlap, from 1. */
  readonly horizon: number;
}

const RESAMPLES = 2000;
const FLIPS = 10_000;
const TRACK_PROBABILITY = 0.95;

/** Days after a confirmation that are its window. */
const WINDOW_DAYS = 20;

const TOO_SHORT = `fewer than ${OBSERVATIONS_MIN} daily returns`;
const STILL = 'the returns do not vary';
const RUINED = 'equity fell to zero or below';

/**
 * Everything that statistics say of a run beside its comparisons: how likely its Sharpe ratio is above zero, after correction for the trials
 * too; the tests of each difference that do not lean on the intervals; which arms the subject beats when all are judged together, and
 * whether any beats it; what came after confirmed changes; and whose forecasts were better. docs/evidence.md has each method. The
 * same `random` stream gives the same findings.
 */
export function runFindings(material: FindingMaterial, random: Random): Finding[] {
  const [subject] = material.arms;
  if (!subject || subject.value.length < 2) return [];
  return [
    ...material.arms.flatMap((arm) => sharpeFindings(arm, material, arm === subject)),
    ...pairFindings(material, random.split('pairs')),
    ...familyFindings(material, random.split('family')),
    ...changeFindings(material, random.split('changes')),
    ...forecastFindings(material),
  ];
}

function excessOf({ value }: ArmReturns, { riskFreeRate, periodsPerYear }: FindingMaterial): Float64Array {
  const riskFree = Math.expm1(Math.log1p(riskFreeRate) / periodsPerYear);
  return value.map((each) => each - riskFree);
}

function sharpeFindings(arm: FoundReturns, material: FindingMaterial, isSubject: boolean): Finding[] {
  const about = { subject: arm.name, against: null };
  const methods: FindingMethod[] = isSubject
    ? ['probabilistic-sharpe', 'deflated-sharpe', 'track-record-min', 'backtest-length-min']
    : ['probabilistic-sharpe'];
  const estimate = arm.isRuined === true ? RUINED : sharpeEstimate(excessOf(arm, material));
  if (typeof estimate === 'string') return methods.map((method) => without(method, about, estimate));
  const { sharpe, observations, skewness, kurtosis } = estimate;
  const moments = { sharpe, observations, skewness, kurtosis };
  const probability = probabilisticSharpe(estimate, 0);
  const findings = [withEstimate('probabilistic-sharpe', about, probability, { ...moments, benchmark: 0 })];
  return isSubject ? [...findings, ...trialFindings(estimate, about, material)] : findings;
}

/** The moments of one period that the uncertainty of a Sharpe ratio depends on; a string says why there are none. */
function sharpeEstimate(excess: Float64Array): SharpeEstimate | string {
  if (excess.length < OBSERVATIONS_MIN) return TOO_SHORT;
  const centre = mean(excess);
  const squares = excess.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  const deviation = Math.sqrt(squares / (excess.length - 1));
  if (!(deviation > 1e-12)) return STILL;
  return { sharpe: centre / deviation, observations: excess.length, ...standardisedMoments(excess) };
}

type About = Pick<Finding, 'subject' | 'against'>;

/** What the number of trials and the length of the record make of a Sharpe ratio. */
function trialFindings(estimate: SharpeEstimate, about: About, material: FindingMaterial): Finding[] {
  const { periodsPerYear, trials } = material;
  const annual = estimate.sharpe * Math.sqrt(periodsPerYear);
  const isPositive = annual > 0;
  const notPositive = 'the Sharpe ratio is not above zero';
  const record = { probability: TRACK_PROBABILITY, benchmark: 0, sharpe: estimate.sharpe };
  return [
    deflatedFinding(estimate, about, { periodsPerYear, trials }),
    isPositive
      ? withEstimate('track-record-min', about, trackRecordMin(estimate, 0, TRACK_PROBABILITY), record)
      : without('track-record-min', about, notPositive),
    isPositive
      ? withEstimate('backtest-length-min', about, backtestLengthMin(trials.count, annual), {
          trials: trials.count,
          sharpeAnnual: annual,
        })
      : without('backtest-length-min', about, notPositive),
  ];
}

/** The deflated Sharpe ratio as a finding. */
export function deflatedFinding(
  estimate: SharpeEstimate,
  about: About,
  { periodsPerYear, trials }: Pick<FindingMaterial, 'periodsPerYear' | 'trials'>,
): Finding {
  const { count, sharpeVariance } = trials;
  if (count > 1 && sharpeVariance === null) {
    return without('deflated-sharpe', about, 'fewer than two trials have a Sharpe ratio');
  }
  const variance = (sharpeVariance ?? 0) / periodsPerYear;
  const benchmark = Math.sqrt(variance) * expectedMaximum(count);
  return withEstimate('deflated-sharpe', about, deflatedSharpe(estimate, variance, count), {
    trials: count,
    varianceOfTrials: variance,
    benchmark,
  });
}

/** The test of Ledoit and Wolf for the subject and each other arm. */
function pairFindings(material: FindingMaterial, random: Random): Finding[] {
  const [subject, ...others] = material.arms;
  const own = excessOf(subject!, material);
  return others.map((other) => {
    const about = { subject: subject!.name, against: other.name };
    if (own.length < OBSERVATIONS_MIN) return without('ledoit-wolf', about, TOO_SHORT);
    const excess = excessOf(other, material);
    const length = circularBlockLength(influenceDifference(own, excess));
    const settings = { blockLength: length, resamples: RESAMPLES };
    const result = ledoitWolf(own, excess, settings, random.split(other.name));
    if (result === null) return without('ledoit-wolf', about, 'the two have no difference that varies');
    const { difference, standardError, pValue, pValueNormal } = result;
    return {
      ...about,
      method: 'ledoit-wolf',
      estimate: difference / standardError,
      pValue,
      reason: null,
      detail: { difference, standardError, pValueNormal, ...settings },
    };
  });
}

function influenceDifference(a: Float64Array, b: Float64Array): Float64Array {
  const influence = sharpeInfluence(b);
  return sharpeInfluence(a).map((value, day) => value - influence[day]!);
}

/** Blocks of fixed length are longer than those of the stationary bootstrap by the cube root of 3/2 (Politis & White 2004). */
function circularBlockLength(values: Float64Array): number {
  return Math.max(1, Math.ceil(Math.cbrt(1.5) * blockLength(values)));
}

/** Hansen's test that no arm is better than the subject, and the step-down of which arms the subject beats. */
function familyFindings(material: FindingMaterial, random: Random): Finding[] {
  const [subject, ...others] = material.arms;
  if (others.length === 0) return [];
  const about = { subject: subject!.name, against: null };
  const spa = ['spa-lower', 'spa-consistent', 'spa-upper'] as const;
  const days = subject!.value.length;
  if (days < OBSERVATIONS_MIN) return spa.map((method) => without(method, about, TOO_SHORT));
  const excess = material.arms.map((arm) => excessOf(arm, material));
  const returns = new ResampledReturns(excess, material.periodsPerYear);
  const length = Math.max(
    ...excess.slice(1).map((other) => blockLength(influenceDifference(excess[0]!, other))),
  );
  const draws = others.map(
    (): DifferenceDraws => ({ sharpe: new Float64Array(RESAMPLES), meanReturn: new Float64Array(RESAMPLES) }),
  );
  resampleDifferences(returns, { kind: 'stationary', length }, draws, random);
  returns.add(0, days);
  returns.draw();
  const differences = others.map((_, i) => {
    const estimate = returns.sharpe(0) - returns.sharpe(i + 1);
    const drawn = draws[i]!.sharpe;
    const influence = influenceDifference(excess[0]!, excess[i + 1]!);
    const shape = { influence, scale: Math.sqrt(material.periodsPerYear) };
    const stretch = robustStretch(shape, sampleDeviation(drawn));
    return { estimate, draws: drawn.map((value) => estimate + stretch * (value - estimate)) };
  });
  const detail = { blockLength: length, resamples: RESAMPLES, arms: others.length };
  const ability = superiorAbility(
    differences.map(({ estimate, draws: drawn }) => ({
      estimate: 0 - estimate,
      draws: drawn.map((value) => 0 - value),
    })),
    days,
  );
  const pValues = ability && {
    'spa-lower': ability.lower,
    'spa-consistent': ability.consistent,
    'spa-upper': ability.upper,
  };
  const adjusted = stepDownPValues(differences);
  return [
    ...spa.map(
      (method): Finding =>
        pValues === null
          ? without(method, about, 'no difference varies')
          : { ...about, method, estimate: ability!.statistic, pValue: pValues[method], reason: null, detail },
    ),
    ...others.map(
      ({ name }, i): Finding => ({
        method: 'step-m',
        subject: subject!.name,
        against: name,
        estimate: differences[i]!.estimate,
        pValue: adjusted[i]!,
        reason: null,
        detail,
      }),
    ),
  ];
}

/** What the subject earned more than each other arm in the days after the changes that it confirmed: a change is one observation. */
function changeFindings(material: FindingMaterial, random: Random): Finding[] {
  const [subject, ...others] = material.arms;
  if (material.confirmations.length === 0) return [];
  return others.map((other) => {
    const about = { subject: subject!.name, against: other.name };
    const differences = subject!.value.map((value, day) => value - other.value[day]!);
    const windows = changeWindows(subject!.day, differences, material.confirmations, WINDOW_DAYS);
    const detail = { changes: windows.length, windowDays: WINDOW_DAYS, flips: FLIPS };
    if (windows.length < 5)
      return without('change-events', about, 'fewer than five changes have a window', detail);
    if (windows.every((value) => Math.abs(value) < 1e-15)) {
      return without('change-events', about, 'the two earned the same after every change', detail);
    }
    return {
      ...about,
      method: 'change-events',
      estimate: material.periodsPerYear * mean(windows),
      pValue: signFlipPValue(windows, FLIPS, random.split(other.name)),
      reason: null,
      detail,
    };
  });
}

/** The test of Diebold and Mariano for the forecasts of the subject and of each other arm with a learner. */
function forecastFindings({ arms, forecasts, horizon }: FindingMaterial): Finding[] {
  const subject = forecasts.find(({ name }) => name === arms[0]!.name);
  if (!subject) return [];
  return forecasts
    .filter((other) => other !== subject)
    .map((other) => {
      const about = { subject: subject.name, against: other.name };
      const losses = lossDifferences(subject, other);
      const detail = { decisions: losses.length, horizon };
      const result = compareForecasts(losses, horizon);
      if (result === null) {
        return without('diebold-mariano', about, 'too few decisions at which the forecasts differ', detail);
      }
      const { statistic, degrees, pValue } = result;
      const found = { estimate: statistic, pValue, reason: null, detail: { ...detail, degrees } };
      return { ...about, method: 'diebold-mariano', ...found };
    });
}

function withEstimate(
  method: FindingMethod,
  about: About,
  estimate: number,
  detail: Finding['detail'],
): Finding {
  return { ...about, method, estimate, pValue: null, reason: null, detail };
}

function without(
  method: FindingMethod,
  about: About,
  reason: string,
  detail: Finding['detail'] = {},
): Finding {
  return { ...about, method, estimate: null, pValue: null, reason, detail };
}
