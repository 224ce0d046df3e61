import { type Random, randomFrom } from '../../src/math/random.ts';
import type { Comparison, Verdict } from '../../src/model/comparison.ts';
import type {
  ArmRecord,
  PriceSample,
  RunRecord,
  RunReport,
  TrainingRecord,
} from '../../src/model/run-record.ts';
import { regimeRows, sampleArms, sampleHash } from './sample-arms.ts';

const DAY = 86_400_000;

/** How large a sample report is. */
export interface SampleSize {
  readonly seed?: number;
  /** Marks of each arm. */
  readonly marks?: number;
  /** Confirmed changes. */
  readonly changes?: number;
  /** Milliseconds between marks; daily marks skip weekends. */
  readonly stepMs?: number;
}

function markTimes(count: number, stepMs: number): Float64Array {
  const times = new Float64Array(count);
  let time = Date.UTC(2010, 0, 4);
  for (let i = 0; i < count; i++) {
    times[i] = time;
    time += stepMs;
    while (stepMs === DAY && [0, 6].includes(new Date(time).getUTCDay())) time += DAY;
  }
  return times;
}

function comparisonWith(arm: ArmRecord, observations: number, random: Random): Comparison {
  const sharpeDifference = 0.35 * random.normal();
  const half = 0.35 + 0.2 * random.uniform();
  const verdict: Verdict =
    sharpeDifference - half > 0 ? 'better' : sharpeDifference + half < 0 ? 'worse' : 'inconclusive';
  return {
    subject: 'meta',
    against: arm.name,
    sharpeDifference,
    sharpeLow: sharpeDifference - half,
    sharpeHigh: sharpeDifference + half * 1.08,
    returnDifference: sharpeDifference * 0.13,
    returnLow: (sharpeDifference - half) * 0.13,
    returnHigh: (sharpeDifference + half) * 0.13,
    level: 0.99,
    correlation: 0.6 + 0.35 * random.uniform(),
    observations,
    blockLength: 12,
    resamples: 5000,
    minimumDetectable: half * 0.95,
    verdict,
  };
}

function sampleTraining(random: Random): TrainingRecord {
  return {
    learner: 'maml',
    settings: {
      hidden: [32],
      innerSteps: 5,
      innerRate: 0.05,
      outer: { optimiser: 'adam', rate: 0.001 },
      tasksPerStep: 25,
    },
    symbols: ['XLB', 'XLE', 'XLF', 'XLI', 'XLK'],
    from: Date.UTC(1999, 0, 4),
    to: Date.UTC(2009, 11, 31),
    tasks: 4120,
    lossCurve: Array.from(
      { length: 200 },
      (_, k) => 0.69 - 0.05 * (1 - Math.exp(-k / 40)) + 0.004 * random.normal(),
    ),
    parametersHash: sampleHash('initial'),
    parameters: new Float64Array(385),
    wallMs: 48_211,
  };
}

function sampleRun(time: Float64Array): RunRecord {
  const testFrom = time[0] ?? Date.UTC(2010, 0, 4);
  const testTo = time.at(-1) ?? testFrom;
  return {
    runId: 17,
    status: 'complete',
    kind: 'compare',
    strategyName: 'meta-momentum',
    strategyPath: 'strategies/meta-momentum.ts',
    strategyHash: sampleHash('strategy'),
    configHash: sampleHash('configuration'),
    journalHash: sampleHash('journal'),
    parameters: { lookback: 60, learner: { inner_steps: 5, rate: 0.05 } },
    settings: {
      cash: 100_000,
      costs: { commissionBps: 5, slippageBps: 5 },
      risk: { grossLimit: 1 },
      supportBars: [10, 20, 40],
    },
    seed: 42,
    codeVersion: '0.1.0',
    nodeVersion: 'v20.20.2',
    dataName: 'us-daily',
    dataHash: sampleHash('data'),
    dataNotes: [
      'Adjusted for splits and dividends.',
      'The symbols were chosen among those that still trade today, so their returns are too good (survivorship).',
      'Licence: CC0 1.0.',
    ],
    symbols: [
      ...['XLB', 'XLE', 'XLF', 'XLI', 'XLK'].map((symbol) => ({
        symbol,
        part: 'train' as const,
        from: Date.UTC(1999, 0, 4),
        to: Date.UTC(2009, 11, 31),
        bars: 2767,
      })),
      ...['SPY', 'QQQ', 'IWM', 'TLT', 'GLD'].map((symbol) => ({
        symbol,
        part: 'test' as const,
        from: testFrom,
        to: testTo,
        bars: time.length,
      })),
    ],
    instruments: [],
    calendars: [],
    dataGaps: [],
    testFrom,
    testTo,
    periodsPerYear: 252,
    detail: 'full',
    command:
      'regimeta compare strategies/meta-momentum.ts --data datasets/us-daily --from 2010-01-04 --seed 42',
    startedAt: Date.UTC(2026, 2, 3, 10, 15, 2),
    finishedAt: Date.UTC(2026, 2, 3, 10, 17, 41),
    error: null,
    customMetrics: [],
  };
}

/** The closes of the five test symbols at every tenth mark. */
function samplePrices(time: Float64Array, random: Random): PriceSample[] {
  const times = time.filter((_, k) => k % 10 === 0).slice(0, 4096);
  return Array.from({ length: 5 }, () => {
    let close = 50;
    return { time: times, close: times.map(() => (close *= 1 + 0.01 * random.normal())) };
  });
}

/** A comparison of six arms as a store would tell it: 15 years of days and 40 changes unless told otherwise. */
export function sampleReport(size: SampleSize = {}): RunReport {
  const { seed = 7, marks = 3780, changes = 40, stepMs = DAY } = size;
  const random = randomFrom(seed);
  const time = markTimes(marks, stepMs);
  const rows = regimeRows(time, changes, random.split('regimes'));
  const arms = sampleArms(time, rows, random);
  const comparisons = arms
    .slice(1)
    .map((arm) => comparisonWith(arm, marks - 1, random.split(`comparison ${arm.name}`)));
  return {
    run: sampleRun(time),
    arms,
    prices: samplePrices(time, random.split('prices')),
    training: sampleTraining(random.split('training')),
    comparisons,
    verdict: {
      verdict: 'inconclusive',
      sentence:
        'inconclusive: meta \u2212 random-time \u0394Sharpe 0.01, 99 % interval \u22120.35 to 0.40; this much data could have shown 0.34; corrected for 3 trials',
      trials: 3,
      comparisons,
    },
    experiment: { leftOut: [], seeds: [], sensitivity: [], paths: [] },
    findings: [
      {
        method: 'ledoit-wolf',
        subject: 'meta',
        against: 'frozen',
        estimate: 0.4,
        pValue: 0.7,
        reason: null,
        detail: { blockLength: 3, resamples: 2000 },
      },
      {
        method: 'track-record-min',
        subject: 'meta',
        against: null,
        estimate: null,
        pValue: null,
        reason: 'the Sharpe ratio is not above zero',
        detail: {},
      },
    ],
  };
}
