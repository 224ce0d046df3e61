import { changeWindows } from '../src/evidence/change-windows.ts';
import { compareArms } from '../src/evidence/compare-arms.ts';
import { compareForecasts } from '../src/evidence/forecast-comparison.ts';
import { runFindings } from '../src/evidence/run-findings.ts';
import { signFlipPValue } from '../src/evidence/sign-flips.ts';
import { type Random, randomFrom } from '../src/math/random.ts';
import type { FindingMethod } from '../src/model/finding.ts';

/** What returns are drawn from; each has a variance of one. */
export const NOISES = ['iid', 't4', 'ar', 'ar-high', 'garch'] as const;

/** The name of such a process: independent normal, Student with 4 degrees, autoregressive with 0.3 and with 0.6, GARCH(1, 1). */
type Noise = (typeof NOISES)[number];

/** One cell of a table of rejections. */
export interface Cell {
  readonly noise: Noise;
  readonly days: number;
  /** True difference of the annualised Sharpe ratios, 252 days a year. */
  readonly difference: number;
  /** Annualised Sharpe ratio of the second arm; 0.5 if not given. */
  readonly level?: number;
  readonly samples: number;
  readonly seed: number;
}

const PERIODS = 252;
const DAY = 86_400_000;
/** Share of the variance that the two arms have in common. */
const SHARED = 0.7;
/** Days from one change to the next. */
const CHANGE_STEP = 25;
const LEVEL = 0.05;
const PAIR_TESTS: readonly FindingMethod[] = ['ledoit-wolf', 'step-m', 'spa-consistent'];

/** How often each test rejects at 5 % in samples of a cell; NaN for a test that such samples are too short for. */
export function rejections(cell: Cell): Record<string, number> {
  const counts = new Map<string, { rejected: number; used: number }>();
  const note = (test: string, pValue: number | null): void => {
    if (pValue === null) return;
    const count = counts.get(test) ?? { rejected: 0, used: 0 };
    counts.set(test, { rejected: count.rejected + (pValue < LEVEL ? 1 : 0), used: count.used + 1 });
  };
  for (let sample = 0; sample < cell.samples; sample++) {
    for (const [test, pValue] of Object.entries(
      pValuesOf(cell, randomFrom(cell.seed).split(`${cell.noise} ${sample}`)),
    )) {
      note(test, pValue);
    }
  }
  return Object.fromEntries([...counts].map(([test, { rejected, used }]) => [test, rejected / used]));
}

function pValuesOf(
  { noise, days, difference, level = 0.5 }: Cell,
  random: Random,
): Record<string, number | null> {
  const series = ['market', 'first', 'second'].map((label) => noiseOf(noise, days, random.split(label)));
  const arms = [0, 1].map((i) => {
    const sharpe = (level + (i === 0 ? difference : 0)) / Math.sqrt(PERIODS);
    const value = Float64Array.from({ length: days }, (_, day) => {
      const shock = Math.sqrt(SHARED) * series[0]![day]! + Math.sqrt(1 - SHARED) * series[i + 1]![day]!;
      return 0.01 * (shock + sharpe);
    });
    return { name: i === 0 ? 'subject' : 'other', day: value.map((_, day) => day * DAY), value };
  });
  const [subject, other] = arms;
  const settings = { periodsPerYear: PERIODS, trials: 1, resamples: 2000 };
  const [comparison] = compareArms(subject!, [other!], settings, random.split('verdict'));
  const confirmations = Array.from(
    { length: Math.ceil(days / CHANGE_STEP) },
    (_, i) => i * CHANGE_STEP * DAY,
  );
  const findings = runFindings(
    {
      arms,
      periodsPerYear: PERIODS,
      riskFreeRate: 0,
      trials: { count: 1, sharpeVariance: null },
      confirmations: [],
      forecasts: [],
      horizon: 1,
    },
    random.split('findings'),
  );
  const differences = subject!.value.map((value, day) => value - other!.value[day]!);
  const windows = changeWindows(subject!.day, differences, confirmations, 20);
  return {
    verdict: comparison!.verdict === 'inconclusive' ? 1 : 0,
    ...Object.fromEntries(
      PAIR_TESTS.map((test) => [test, findings.find(({ method }) => method === test)?.pValue ?? null]),
    ),
    'change-events': windows.length < 5 ? null : signFlipPValue(windows, 1000, random.split('flips')),
    'diebold-mariano': compareForecasts(differences, 5)?.pValue ?? null,
  };
}

/** A process with mean zero and variance one. */
function noiseOf(noise: Noise, days: number, random: Random): Float64Array {
  const values = new Float64Array(days);
  let [state, variance] = [random.normal(), 1];
  for (let day = 0; day < days; day++) {
    if (noise === 'iid') state = random.normal();
    else if (noise === 'ar' || noise === 'ar-high')
      state = autoregressed(state, noise === 'ar' ? 0.3 : 0.6, random);
    else if (noise === 't4') state = studentOf(random);
    else {
      variance = 0.05 + 0.1 * state * state + 0.85 * variance;
      state = Math.sqrt(variance) * random.normal();
    }
    values[day] = state;
  }
  return values;
}

function autoregressed(state: number, root: number, random: Random): number {
  return root * state + Math.sqrt(1 - root * root) * random.normal();
}

/** Student's t with four degrees of freedom, which has a variance of two, brought to one. */
function studentOf(random: Random): number {
  let squares = 0;
  for (let i = 0; i < 4; i++) {
    const normal = random.normal();
    squares += normal * normal;
  }
  return random.normal() / Math.sqrt(squares / 4) / Math.SQRT2;
}
