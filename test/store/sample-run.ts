import type { Comparison, VerdictSummary } from '../../src/model/comparison.ts';
import type { EngineEvent } from '../../src/model/event.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import { plainInstrument } from '../../src/model/instrument.ts';
import { type Order, type OrderRequest, PLAIN_TERMS } from '../../src/model/order.ts';
import type { RunIdentity, TrainingRecord } from '../../src/model/run-record.ts';
import type { Store } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';

/** Midnight UTC of 2020-01-01 and the length of a day, in milliseconds. */
export const START = 1_577_836_800_000;
export const DAY = 86_400_000;

export const identity: RunIdentity = {
  kind: 'compare',
  strategyName: 'meta-momentum',
  strategyPath: 'strategies/meta-momentum.ts',
  strategyHash: 'a1'.repeat(32),
  parameters: { lookBack: 20, nested: { b: [1, 2.5, null], a: 'text' } },
  settings: { cash: 100_000, commissionBps: 5 },
  seed: 7,
  codeVersion: '0.1.0',
  nodeVersion: 'v20.20.2',
  dataName: 'us-daily',
  dataHash: 'd4'.repeat(32),
  dataNotes: ['adjusted for splits', 'survivors only'],
  symbols: [
    { symbol: 'AAA', part: 'train', from: START - 500 * DAY, to: START - DAY, bars: 344 },
    { symbol: 'BBB', part: 'test', from: START, to: START + 9 * DAY, bars: 10 },
  ],
  instruments: [{ ...plainInstrument('BBB'), hasVolume: false }],
  calendars: [
    { name: 'FX', zone: 'America/New_York', definition: null },
    { name: 'own', zone: 'UTC', definition: { hours: [], zone: 'UTC' } },
  ],
  dataGaps: [{ symbol: 'BBB', kind: 'sessions', from: START, to: START + DAY, missing: 2 }],
  testFrom: START,
  testTo: START + 9 * DAY,
  periodsPerYear: 252,
  command: "regimeta compare 'strategies/meta-momentum.ts' --seed 7",
  detail: 'full',
};

export const training: TrainingRecord = {
  learner: 'maml',
  settings: { steps: 5, rate: 0.01 },
  symbols: ['AAA', 'CCC'],
  from: START - 500 * DAY,
  to: START - DAY,
  tasks: 120,
  lossCurve: [0.7, 0.65, 1 / 3],
  parametersHash: 'ef'.repeat(32),
  parameters: Float64Array.of(0.1, -2, 1e-300, 1 / 3),
  wallMs: 1234.5,
};

export const comparison: Comparison = {
  subject: 'meta',
  against: 'frozen',
  sharpeDifference: 0.1,
  sharpeLow: -0.2,
  sharpeHigh: 0.4,
  returnDifference: 0.01,
  returnLow: -0.02,
  returnHigh: 0.04,
  level: 0.975,
  correlation: null,
  observations: 10,
  blockLength: 3.25,
  resamples: 4000,
  minimumDetectable: 0.43,
  verdict: 'inconclusive',
};

export const verdict: VerdictSummary = {
  verdict: 'inconclusive',
  sentence: 'inconclusive: meta − frozen ΔSharpe 0.10',
  trials: 3,
  comparisons: [comparison, { ...comparison, against: 'random-time', correlation: 0.5 }],
};

export const request: OrderRequest = {
  symbolIndex: 0,
  side: 'buy',
  type: 'market',
  quantity: 1 / 3,
  limitPrice: null,
  stopPrice: null,
  origin: 'strategy',
  bracket: { stopPrice: 90, limitPrice: null },
  tag: 'café "quoted"',
  ...PLAIN_TERMS,
};

const order: Order = { ...request, id: 1, acceptedAt: START, acceptedIndex: 0, parentId: null };

const exit: Order = {
  ...order,
  id: 2,
  side: 'sell',
  type: 'stop',
  stopPrice: 90,
  origin: 'target',
  bracket: null,
  tag: '',
  reduceOnly: true,
  parentId: 1,
};

const hash = (digit: string) => digit.repeat(64);

const unplaced = [
  { kind: 'order-accepted', order },
  { kind: 'order-accepted', order: exit },
  {
    kind: 'order-filled',
    fill: {
      id: 1,
      orderId: 1,
      symbolIndex: 0,
      side: 'buy',
      quantity: 1 / 3,
      price: 100.05,
      referencePrice: 100,
      commission: 0.1,
      ambiguous: true,
      oppositeProfitDifference: null,
    },
    quantityRemaining: 0,
    positionQuantity: 1 / 3,
    positionPrice: 100.05,
    profitRealised: -0,
    exchangeRate: 1,
  },
  { kind: 'order-shrunk', request, quantityApproved: 0.25, reason: 'leverage-exceeded' },
  { kind: 'order-refused', request, reason: 'leverage-exceeded' },
  {
    kind: 'order-refused',
    request: { ...request, quantity: Number.NaN, limitPrice: Number.POSITIVE_INFINITY },
    reason: 'quantity-invalid',
  },
  {
    kind: 'regime-changed',
    regimeFrom: 0,
    regimeTo: 1,
    changedAt: START - 3 * DAY,
    lagBars: 3,
    probability: 0.93,
    detector: 'bocpd',
  },
  {
    kind: 'adapted',
    trigger: 'regime-change',
    regimeSequence: 7,
    learner: 'maml',
    support: { from: START - 9 * DAY, to: START - 2 * DAY, labelsKnownAt: START, rows: 8, hash: hash('b') },
    steps: 5,
    lossBefore: 0.7,
    lossAfter: 0.6,
    gradientNorm: 1.5,
    parametersBefore: hash('c'),
    parametersAfter: hash('d'),
    wallMs: 3.25,
  },
  {
    kind: 'adaptation-skipped',
    trigger: 'schedule',
    regimeSequence: null,
    learner: 'maml',
    reason: 'support-too-small',
    rows: 2,
  },
  { kind: 'order-cancelled', orderId: 2, reason: 'position-closed' },
  { kind: 'account-ruined', equity: -12.5 },
] as const;

/** An event of every kind but `order-expired`, with what is hard to store: fractions, NaN, minus zero, quotes. */
export const events = unplaced.map((event, i) => ({
  ...event,
  sequence: i + 1,
  time: START,
})) as EngineEvent[];

const roundTrip: RoundTrip = {
  symbolIndex: 0,
  side: 'long',
  entryTime: START,
  exitTime: START + DAY,
  entryIndex: 0,
  exitIndex: 1,
  quantity: 1 / 3,
  entryPrice: 100.05,
  exitPrice: 99,
  commission: 0.2,
  profit: -0.55,
  currencyProfit: 0,
};

/** Writes a whole run with one arm; returns its number, the arm's, and the arm's hash. */
export function recordRun(store: Store, given: Partial<RunIdentity> = {}) {
  const run = store.beginRun({ ...identity, ...given });
  run.writeTraining(training);
  const arm = run.beginArm({
    name: 'meta',
    role: 'subject',
    description: 'It adapts.',
    symbols: ['BBB', 'CCC'],
  });
  for (const event of events) arm.append(event);
  for (let day = 0; day < 10; day++)
    arm.mark(accountMark(START + day * DAY, 1000 - day / 3, 1000 + day / 7, day / 3, -day / 3));
  const armHash = arm.finish([roundTrip], {
    sharpe: { value: 1 / 3, reason: null },
    calmar: { value: null, reason: 'there was no drawdown' },
  });
  run.writeVerdict(verdict);
  return { runId: run.runId, armId: arm.armId, armHash, runHash: run.complete() };
}
