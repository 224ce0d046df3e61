import { createHash } from 'node:crypto';
import type { Random } from '../../src/math/random.ts';
import type { ArmRole } from '../../src/model/arm-role.ts';
import type { MetricName } from '../../src/model/metric-catalog.ts';
import type { MetricValue } from '../../src/model/metric-value.ts';
import type {
  AdaptationRow,
  ArmRecord,
  EquityColumns,
  RegimeRow,
  TradedColumns,
  TripRow,
  TripTable,
} from '../../src/model/run-record.ts';

const DAY = 86_400_000;

interface ArmPlan {
  readonly name: string;
  readonly role: ArmRole;
  readonly description: string;
  /** Yearly drift and volatility, and the share of the common market factor. */
  readonly drift: number;
  readonly volatility: number;
  readonly share: number;
  readonly adapts: boolean;
}

const PLANS: readonly ArmPlan[] = [
  {
    name: 'meta',
    role: 'subject',
    description: 'Meta-trained, and adapts at each confirmed regime change.',
    drift: 0.085,
    volatility: 0.13,
    share: 0.75,
    adapts: true,
  },
  {
    name: 'frozen',
    role: 'control',
    description: 'Meta-trained, and never adapts.',
    drift: 0.07,
    volatility: 0.13,
    share: 0.75,
    adapts: false,
  },
  {
    name: 'random-time',
    role: 'control',
    description: 'Meta-trained, and adapts as often as meta did, at random times.',
    drift: 0.075,
    volatility: 0.13,
    share: 0.75,
    adapts: true,
  },
  {
    name: 'buy-and-hold',
    role: 'baseline',
    description: 'Buys equal amounts at the start and holds them.',
    drift: 0.08,
    volatility: 0.18,
    share: 0.95,
    adapts: false,
  },
  {
    name: 'equal-weight',
    role: 'baseline',
    description: 'Holds equal weights, rebalanced monthly.',
    drift: 0.078,
    volatility: 0.165,
    share: 0.95,
    adapts: false,
  },
  {
    name: 'sma-crossover',
    role: 'baseline',
    description: 'Long where the average of 50 days is above that of 200 days.',
    drift: 0.05,
    volatility: 0.11,
    share: 0.6,
    adapts: false,
  },
];

/** A hash that looks like one and depends on its label alone. */
export function sampleHash(label: string): string {
  return createHash('sha256').update(label).digest('hex');
}

function equityOf(plan: ArmPlan, time: Float64Array, market: Float64Array, random: Random): EquityColumns {
  const equity = new Float64Array(time.length);
  let value = 100_000;
  for (let i = 0; i < time.length; i++) {
    const own = random.normal();
    const noise = plan.share * market[i]! + Math.sqrt(1 - plan.share * plan.share) * own;
    if (i > 0) value *= 1 + plan.drift / 252 + (plan.volatility / Math.sqrt(252)) * noise;
    equity[i] = value;
  }
  const gross = equity.map((each) => each * 0.9);
  return { time, equity, cash: equity.map((each) => each * 0.1), gross, net: gross };
}

/** Confirmed changes at random marks, each some marks after its estimated beginning. */
export function regimeRows(time: Float64Array, count: number, random: Random): RegimeRow[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(60 + random.integer(time.length - 61));
  return [...chosen]
    .sort((a, b) => a - b)
    .map((index, k) => {
      const lagBars = 3 + random.integer(18);
      return {
        sequence: 100 * (k + 1),
        time: time[index]!,
        regimeFrom: k,
        regimeTo: k + 1,
        changedAt: time[index - lagBars]!,
        lagBars,
        probability: 0.9 + 0.0999 * random.uniform(),
        detector: 'bocpd',
      };
    });
}

function adaptationRows(changes: readonly RegimeRow[], trigger: string, random: Random): AdaptationRow[] {
  return changes.map((change, k) => {
    const base = { sequence: change.sequence + 7, time: change.time + 3 * DAY, trigger, learner: 'maml' };
    const regimeSequence = trigger === 'schedule' ? null : change.sequence;
    if (k % 13 === 12) {
      return {
        ...base,
        regimeSequence,
        status: 'skipped',
        reason: 'support-too-small',
        supportFrom: null,
        supportTo: null,
        labelsKnownAt: null,
        supportRows: 4,
        supportHash: null,
        steps: null,
        lossBefore: null,
        lossAfter: null,
        gradientNorm: null,
        parametersBefore: null,
        parametersAfter: null,
        wallMs: null,
        weight: null,
        pastTasks: null,
        embedding: null,
      };
    }
    const lossBefore = 0.62 + 0.2 * random.uniform();
    return {
      ...base,
      regimeSequence,
      status: 'adapted',
      reason: null,
      supportFrom: change.changedAt,
      supportTo: change.time - 2 * DAY,
      labelsKnownAt: change.time,
      supportRows: 10 + random.integer(40),
      supportHash: sampleHash(`${trigger}${k}`),
      steps: 5,
      lossBefore,
      lossAfter: lossBefore * (0.9 + 0.12 * random.uniform()),
      gradientNorm: 0.05 + random.uniform(),
      parametersBefore: sampleHash('initial'),
      parametersAfter: sampleHash(`${trigger}${k}after`),
      wallMs: 1.5 + 3 * random.uniform(),
      weight: 0.25,
      pastTasks: 0,
      embedding: { space: 'meta-features', at: [0.1 * (k % 5), -0.2 * (k % 3), 0.5] },
    };
  });
}

/** Metrics that a reader can recompute from the equity, and plausible counts for the rest. */
function metricsOf(equity: Float64Array, random: Random): Partial<Record<MetricName, MetricValue>> {
  const returns = Array.from(equity.subarray(1), (value, i) => value / equity[i]! - 1);
  const mean = returns.reduce((sum, each) => sum + each, 0) / Math.max(1, returns.length);
  const variance =
    returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, returns.length - 1);
  const volatility = Math.sqrt(variance * 252);
  const total = equity.length > 0 ? equity.at(-1)! / equity[0]! - 1 : 0;
  const value = (number: number): MetricValue => ({ value: number, reason: null });
  const years = Math.max(1, returns.length / 252);
  let peak = 0;
  let worst = 0;
  for (const each of equity) {
    peak = Math.max(peak, each);
    worst = Math.min(worst, each / peak - 1);
  }
  return {
    total_return: value(total),
    cagr: value(Math.exp(Math.log(1 + total) / years) - 1),
    volatility: value(volatility),
    sharpe:
      volatility > 0 ? value((mean * 252) / volatility) : { value: null, reason: 'the returns do not vary' },
    sortino: value((1.4 * mean * 252) / Math.max(1e-9, volatility)),
    drawdown_max: value(worst),
    calmar: value(worst < 0 ? (mean * 252) / -worst : 0),
    exposure_gross: value(0.9),
    exposure_time: value(0.97),
    turnover_annual: value(2 + 6 * random.uniform()),
    commission_total: value(1000 + 4000 * random.uniform()),
    slippage_total: value(900 + 4000 * random.uniform()),
    round_trips: value(100 + random.integer(300)),
    hit_rate: value(0.45 + 0.15 * random.uniform()),
    profit_factor: value(1 + random.uniform()),
    orders_refused: value(random.integer(20)),
    fills_ambiguous: value(0),
    ambiguous_profit_difference: value(0),
  };
}

/** Something traded on every fifth day. */
function tradedOf(time: Float64Array, random: Random): TradedColumns {
  const days = [...new Set(Array.from(time, (each) => Math.floor(each / DAY) * DAY))].filter(
    (_, k) => k % 5 === 0,
  );
  return { day: Float64Array.from(days), traded: Float64Array.from(days, () => 9000 * random.uniform()) };
}

/** Some sixty round trips in the five test symbols, none of them after the last mark. */
function tripsOf(time: Float64Array, random: Random): TripTable {
  const count = time.length < 100 ? 0 : 60;
  const exits = Array.from({ length: count }, () => 30 + random.integer(time.length - 30)).sort(
    (a, b) => a - b,
  );
  const rows = exits.map((exit, position): TripRow => {
    const entry = exit - 1 - random.integer(29);
    const [entryPrice, exitPrice] = [40 + 20 * random.uniform(), 40 + 20 * random.uniform()];
    const side = random.uniform() < 0.8 ? 'long' : 'short';
    const symbolIndex = random.integer(5);
    return {
      position,
      symbolIndex,
      symbol: ['SPY', 'QQQ', 'IWM', 'TLT', 'GLD'][symbolIndex]!,
      side,
      entryTime: time[entry]!,
      exitTime: time[exit]!,
      entryIndex: entry,
      exitIndex: exit,
      quantity: 1 + random.integer(50),
      entryPrice,
      exitPrice,
      commission: 1.5,
      profit: (side === 'long' ? 10 : -10) * (exitPrice - entryPrice),
      currencyProfit: 0,
      adaptation: random.uniform() < 0.2 ? null : 100 * (1 + random.integer(20)) + 7,
    };
  });
  return { count, rows };
}

/** Six arms on one market whose volatility changes. */
export function sampleArms(time: Float64Array, changes: readonly RegimeRow[], random: Random): ArmRecord[] {
  const market = new Float64Array(time.length);
  const draws = random.split('market');
  let calm = 1;
  for (let i = 0; i < market.length; i++) {
    if (i % 90 === 0) calm = 0.6 + draws.uniform();
    market[i] = calm * draws.normal();
  }
  return PLANS.map((plan, armId) => {
    const equity = equityOf(plan, time, market, random.split(plan.name));
    const metrics = { ...metricsOf(equity.equity, random.split(`${plan.name} metrics`)) };
    if (plan.name === 'buy-and-hold') {
      const reason = 'no position was closed';
      Object.assign(metrics, {
        round_trips: { value: 0, reason: null },
        hit_rate: { value: null, reason },
        profit_factor: { value: null, reason },
      });
    }
    return {
      armId,
      name: plan.name,
      role: plan.role,
      description: plan.description,
      journalHash: sampleHash(plan.name),
      marks: time.length,
      equity,
      traded: tradedOf(time, random.split(`${plan.name} trading`)),
      trips: tripsOf(time, random.split(`${plan.name} trips`)),
      metrics,
      customMetrics: {},
      regimes: plan.role === 'baseline' ? [] : changes,
      adaptations: plan.adapts
        ? adaptationRows(
            changes,
            plan.role === 'subject' ? 'regime-change' : 'schedule',
            random.split(`${plan.name} learner`),
          )
        : [],
      balances: [],
      outcomes: plan.adapts
        ? [
            { kind: 'expired', reason: 'end-of-data', orders: 2 },
            { kind: 'refused', reason: 'leverage-exceeded', orders: 3 + armId },
            { kind: 'refused', reason: 'symbol-without-price', orders: 1 },
          ]
        : [],
    };
  });
}
