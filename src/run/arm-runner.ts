import { costModel } from '../broker/costs.ts';
import { MarketImpact } from '../broker/market-impact.ts';
import { SimulatedExchange } from '../broker/simulated-exchange.ts';
import { Clock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import type { Journal } from '../engine/journal.ts';
import type { MarginSettings } from '../engine/margin-call.ts';
import { Timers } from '../engine/timers.ts';
import { CurrencyExchange } from '../ledger/currency-exchange.ts';
import { Financing, isFinanced } from '../ledger/financing.ts';
import { Ledger } from '../ledger/ledger.ts';
import { BarFeed } from '../market/bar-feed.ts';
import { isWindowed, type PlayableBars, quotingOf } from '../market/bar-windows.ts';
import { randomFrom } from '../math/random.ts';
import type { ArmRole } from '../model/arm-role.ts';
import type { BarTiming } from '../model/bar-timing.ts';
import type { CustomMetric } from '../model/custom-metric.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import type { Instrument } from '../model/instrument.ts';
import type { CurrencyBalance } from '../model/run-record.ts';
import type { SessionClock } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import { amendedRequest } from '../orders/amended-request.ts';
import { planTarget, sortReductionsFirst } from '../orders/target-planner.ts';
import { CashAccount, type CashAccountSettings } from '../risk/cash-account.ts';
import { LeverageGate, type SymbolRules } from '../risk/leverage-gate.ts';
import type { Staleness } from '../risk/staleness.ts';
import { Tradability } from '../risk/tradability.ts';
import { TradingDay } from '../risk/trading-day.ts';
import type { MetaLearner } from '../strategy/learn/meta-learner.ts';
import { LearnerHost } from '../strategy/learner-host.ts';
import type { AdaptationPolicy, LearnerSlot, ScheduledAdaptation } from '../strategy/learner-slot.ts';
import type { CollectedTask } from '../strategy/sample-memory.ts';
import { StrategyHost } from '../strategy/strategy-host.ts';
import type { SuccessiveLearner } from '../strategy/successive-learner.ts';
import { ledgerTerms, type RateBars } from './account-currencies.ts';
import { learnerSlotOf } from './arm-learner.ts';
import { raiseCompilerBudget } from './compiler-budget.ts';
import { currencyBalances } from './currency-balances.ts';
import { entryBlockOf, stalenessOf } from './entry-block.ts';
import type { Host } from './host.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { MarkRecorder, type RecordedTrading } from './mark-recorder.ts';
import { callHook, pluginError } from './plugin-error.ts';
import type { RunSessions } from './run-sessions.ts';
import type { RunSettings } from './run-settings.ts';

/** One way of running a strategy: everything that differs between the arms of a run. */
export interface ArmPlan {
  readonly name: string;
  readonly role: ArmRole;
  /** One sentence: what the arm does. */
  readonly description: string;
  readonly loaded: LoadedStrategy;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly policy: AdaptationPolicy;
  /** Trained already; null for a strategy without a learner. */
  readonly learner: MetaLearner | null;
  /** Learners that take its place later; none if not given. */
  readonly successors?: readonly SuccessiveLearner[];
  /** Takes the place of the slot that the strategy declares; not given where the arm keeps it. */
  readonly slot?: LearnerSlot | undefined;
  /** The regimes of the training that are remembered; none where left out. */
  readonly past?: readonly CollectedTask[];
  /** Those that the subject of the run declares, for every arm; none if not given. */
  readonly metrics?: readonly CustomMetric[] | undefined;
}

/** What all arms of a run share. */
export interface ArmMarket {
  readonly series: readonly PlayableBars[];
  /** What is fixed of each symbol, in the order of `series`. */
  readonly instruments: readonly Instrument[];
  /** Pairs of currencies that are not traded; none if not given. */
  readonly rates?: RateBars;
  /** How the symbols keep to sessions; null, or not given, where none of them has a calendar. */
  readonly sessions?: RunSessions | null;
  /** What the times of bars mean, by symbol: those of events if not given. */
  readonly timings?: readonly BarTiming[];
  /** The sessions that timeframes are built by, by symbol: days of UTC if not given. */
  readonly sessionClocks?: readonly SessionClock[];
  /** Whether the bars were cut off, so that nothing is booked for the end of the data alone; they were not if not given. */
  readonly isCut?: boolean;
  /** Slices before this warm up; `series` ends with the test period. */
  readonly testFrom: EpochMs;
  /** Where given, the run ends soon after this time, though `series` goes on. */
  readonly until?: EpochMs | undefined;
}

/** What an arm left behind, beside its journal. */
export interface ArmOutcome extends RecordedTrading {
  /** The adaptations that took place, as a schedule that another arm can follow. */
  readonly adaptations: readonly ScheduledAdaptation[];
  /** The money of each currency, that of the account first; empty where it has one. */
  readonly balances: readonly CurrencyBalance[];
}

/** Time between two chances for signals and progress, and slices between two looks at the clock. */
const BREATH_MS = 50;
const SLICES_PER_LOOK = 64;

/** Closed positions that are kept until they are journalled. */
const TRIPS_PER_BATCH = 1024;

/** Runs one arm over the market, slice by slice, and journals it. Errors of the plugin name its source line. */
export async function runArm(
  plan: ArmPlan,
  market: ArmMarket,
  settings: RunSettings,
  journal: Journal,
  host: Host,
): Promise<ArmOutcome> {
  const feed = new BarFeed(market.series);
  raiseCompilerBudget(feed.sliceCount);
  const multipliers = market.instruments.map(({ multiplier }) => multiplier);
  const recorder = new MarkRecorder(journal, {
    initialEquity: settings.cash,
    multipliers,
    days: market.sessions?.clock ?? undefined,
    keepsProfits: (plan.metrics?.length ?? 0) > 0,
  });
  try {
    const { engine, ledger, learner, staleness } = assembleArm(plan, market, settings, recorder, host);
    let breathedMs = host.elapsedMs();
    const { testFrom, until = Number.POSITIVE_INFINITY } = market;
    while (runSlices(feed, engine, testFrom, staleness) && feed.slice.time <= until) {
      if (ledger.roundTripCount >= TRIPS_PER_BATCH) recorder.closed(ledger.takeRoundTrips());
      if (host.elapsedMs() - breathedMs < BREATH_MS) continue;
      host.progress(`arm ${plan.name}`, feed.slice.index + 1, feed.sliceCount);
      await host.breathe();
      breathedMs = host.elapsedMs();
    }
    engine.finish(market.isCut);
    recorder.closed(ledger.takeRoundTrips());
    host.progress(`arm ${plan.name}`, feed.sliceCount, feed.sliceCount);
    await host.breathe();
    const adaptations = learner?.adaptations ?? [];
    const { equity, fills, roundTrips, ordersRefused, changes, confirmations } = recorder;
    const { forecasts, forecastHorizon } = recorder;
    const trading = { equity, fills, roundTrips, ordersRefused };
    const recorded = { ...trading, changes, confirmations, forecasts, forecastHorizon };
    return { ...recorded, adaptations, balances: currencyBalances(ledger) };
  } catch (error) {
    throw pluginError(error, plan.loaded);
  }
}

/**
 * Runs the next slices, a look's worth; false after the last one. A function of its own, since the hot loop would be
 * compiled worse inside an asynchronous one.
 */
function runSlices(feed: BarFeed, engine: Engine, testFrom: EpochMs, staleness: Staleness | null): boolean {
  const { slice } = feed;
  for (let slices = 0; slices < SLICES_PER_LOOK; slices++) {
    if (!feed.next()) return false;
    if (staleness !== null) staleness.observe(slice);
    if (slice.time < testFrom) engine.warmUp(slice);
    else engine.handle(slice);
  }
  return true;
}

interface Assembly {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly learner: LearnerHost | null;
  readonly staleness: Staleness | null;
}

/** Wires the stages of one arm: the only place where concrete stages meet. */
function assembleArm(
  plan: ArmPlan,
  market: ArmMarket,
  settings: RunSettings,
  journal: Journal,
  host: Host,
): Assembly {
  const { strategy } = plan.loaded;
  const { series, instruments, rates = NO_RATES, sessions = null } = market;
  const symbolCount = series.length;
  const ledger = new Ledger(symbolCount, settings.cash, ledgerTerms(instruments, rates, settings.currency));
  const symbolRules = instruments.map((instrument) => symbolRulesOf(instrument, settings));
  const exchange = createExchange(market, symbolRules, settings, ledger);
  const tradability = new Tradability(symbolCount);
  const staleness = stalenessOf(settings, symbolCount);
  const learner = createLearnerHost({ plan, settings, symbolCount }, host, (forecasts) =>
    journal.forecast?.(forecasts),
  );
  const strategist = new StrategyHost({
    strategy,
    parameters: plan.parameters,
    ...seenMarket(market),
    // The same stream in every arm, so that only the arm's own difference can matter.
    random: randomFrom(settings.seed).split(`strategy/${strategy.name}`),
    account: ledger,
    openOrders: (symbolIndex) => exchange.openOrders(symbolIndex),
    learner,
  });
  const clock = new Clock();
  const engine = new Engine({
    clock,
    timers: new Timers(
      callHook(plan.loaded, 'timers', () => strategy.timers?.(plan.parameters) ?? {}),
      sessions,
    ),
    exchange,
    ledger,
    strategist,
    gate: new LeverageGate({
      ...settings,
      symbolCount,
      symbolRules,
      grossLimit: Math.min(settings.grossLimit, 1 / (settings.initialMargin ?? 0)),
      account: ledger,
      book: exchange.book,
      tradability,
      entryBlock: entryBlockOf({ settings, staleness, sessions, clock }),
      rules: strategy.orderRules ? (order, price) => strategist.ruleBound(order, price) : null,
      tradingDay: tradingDay(settings, clock, sessions),
      cashAccount: cashAccount(settings, { symbolCount, account: ledger, book: exchange.book }),
    }),
    tradability,
    drawdownStop: settings.drawdownStop ?? null,
    margin: marginOf(settings),
    financing: isFinanced(settings) ? new Financing(settings, ledger) : null,
    currencyExchange: currencyExchange(ledger, settings),
    journal,
    planner: { plan: planTarget, sort: sortReductionsFirst, amend: amendedRequest },
  });
  return { engine, ledger, learner, staleness };
}

function marginOf({ initialMargin, maintenanceMargin }: RunSettings): MarginSettings {
  return { initialMargin: initialMargin ?? null, maintenanceMargin: maintenanceMargin ?? null };
}

function createExchange(
  { series, instruments, sessions }: ArmMarket,
  symbolRules: readonly SymbolRules[],
  settings: RunSettings,
  account: Ledger,
): SimulatedExchange {
  const symbolCount = series.length;
  return new SimulatedExchange({
    symbolCount,
    costs: costModel(settings),
    rules: settings,
    account,
    hasVolume: instruments.map(({ hasVolume }) => hasVolume),
    quoting: series.map(quotingOf),
    tickSizes: instruments.map(({ tickSize }) => tickSize),
    lotSizes: symbolRules.map(({ lotSize = null }) => lotSize),
    impact: settings.impactCoefficient > 0 ? new MarketImpact(symbolCount, settings) : null,
    latency: settings,
    days: sessions?.days,
    sessions: sessions?.intraday,
  });
}

/** What the run says of sizes goes before what the instrument says. */
function symbolRulesOf(instrument: Instrument, settings: RunSettings): SymbolRules {
  const { tickSize, allowsNegativePrices, lotSize, minNotional } = instrument;
  return {
    tickSize,
    allowsNegativePrices,
    lotSize: settings.lotSize ?? lotSize ?? undefined,
    minNotional: settings.minNotional ?? minNotional ?? undefined,
  };
}

/** What the strategy sees of the market. */
function seenMarket({ series, timings, sessionClocks }: ArmMarket) {
  return {
    symbols: series.map(({ symbol }) => symbol),
    played: series.map((bars) => (isWindowed(bars) ? null : bars)),
    quoting: series.map(quotingOf),
    ...(timings && { timings }),
    ...(sessionClocks && { sessionClocks }),
  };
}

/** Null for a margin account. */
function cashAccount(
  { account, foreignCash }: RunSettings,
  parts: Omit<CashAccountSettings, 'paysInOwnCurrency'>,
): CashAccount | null {
  return account === 'cash' ? new CashAccount({ ...parts, paysInOwnCurrency: foreignCash === 'keep' }) : null;
}

const NO_RATES: RateBars = { series: [], instruments: [] };

/** Null where the account has one currency. */
function currencyExchange(ledger: Ledger, settings: RunSettings): CurrencyExchange | null {
  if (ledger.currencies.length === 1) return null;
  const { foreignCash, conversionBps, account, grossLimit } = settings;
  return new CurrencyExchange({
    ledger,
    convertsAtOnce: foreignCash === 'convert',
    conversionBps,
    borrowLimit: account === 'cash' ? 0 : grossLimit,
  });
}

/** Null where nothing bounds the trading of a day. */
function tradingDay(settings: RunSettings, clock: Clock, sessions: RunSessions | null): TradingDay | null {
  if (settings.orderRate === undefined && settings.turnoverLimit === undefined) return null;
  return new TradingDay(settings, () => clock.time, sessions?.clock ?? undefined);
}

function createLearnerHost(
  { plan, settings, symbolCount }: { plan: ArmPlan; settings: RunSettings; symbolCount: number },
  host: Host,
  takeForecasts: (forecasts: SettledForecasts) => void,
): LearnerHost | null {
  if (!plan.learner) return null;
  const slot = plan.slot ?? learnerSlotOf(plan.loaded, plan.parameters, settings);
  if (!slot) return null;
  const stopwatch = () => host.elapsedMs();
  const { learner, past = [], successors = [] } = plan;
  return new LearnerHost({
    slot,
    policy: plan.policy,
    learner,
    successors,
    past,
    symbolCount,
    stopwatch,
    takeForecasts,
  });
}
