import type { z } from 'zod';
import type { Random } from '../math/random.ts';
import type { AccountView } from '../model/account.ts';
import type { BarSeries, Quoting } from '../model/bar-series.ts';
import { type BarTiming, MOMENTARY } from '../model/bar-timing.ts';
import type { AdaptationReport, RegimeChanged, Unplaced } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Order, OrderRequest } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { SessionClock } from '../model/session.ts';
import type { StrategyContext } from './context.ts';
import type { Strategy } from './definition.ts';
import { MarketHistory } from './history.ts';
import { HostContext } from './host-context.ts';
import { IntentList } from './intent-list.ts';
import { LastQuotes } from './last-quotes.ts';
import type { LearnerHost } from './learner-host.ts';
import { OrderRules, type RuleBound } from './order-rules.ts';
import { SymbolIndex } from './symbol-index.ts';
import { type TimeframeStage, Timeframes, type TrackOn } from './timeframes/timeframes.ts';
import { UtcDays } from './timeframes/utc-days.ts';
import { type Track, type TrackedIndicator, TrackedIndicators } from './tracked-indicators.ts';

/** How a host is set up. */
export interface StrategyHostSettings {
  readonly strategy: Strategy;
  readonly parameters: z.infer<z.ZodObject>;
  readonly symbols: readonly string[];
  /** By symbol index, the bars that will be observed, where they are in memory; not given where none are. */
  readonly played?: readonly (BarSeries | null)[];
  /** What the times of bars mean, by symbol index: those of events if not given. */
  readonly timings?: readonly BarTiming[];
  /** The sessions that timeframes are built by, by symbol index: days of UTC if not given. */
  readonly sessionClocks?: readonly SessionClock[];
  /** What the source of each symbol quotes; nothing if not given. */
  readonly quoting?: readonly Quoting[];
  readonly random: Random;
  readonly account: AccountView;
  readonly openOrders: (symbolIndex: number) => readonly Order[];
  /** Null for a strategy without a learner. */
  readonly learner: LearnerHost | null;
}

/** Runs a strategy plugin: gives it the past, and takes what it states. */
export class StrategyHost {
  readonly #strategy: Strategy;
  readonly #parameters: z.infer<z.ZodObject>;
  readonly #symbols: readonly string[];
  readonly #learner: LearnerHost | null;
  readonly #history: MarketHistory;
  readonly #intents: IntentList;
  readonly #tracked: TrackedIndicators;
  readonly #timeframes: Timeframes;
  /** The timeframe at whose completed bars the strategy is called; null for every slice. */
  readonly #decidesAt: TimeframeStage | null;
  readonly #rules: OrderRules | null;
  /** Whether anything but histories has to be warm: something tracked, or a timeframe. */
  readonly #hasIndicators: boolean;
  readonly #active: string[] = [];
  /** Whether all symbols are active, and are so in every slice that has a bar of each. */
  #isSteady = false;
  readonly #context: StrategyContext<z.infer<z.ZodObject>, unknown>;
  #slice: MarketSlice | null = null;
  #isTimerDue: (name: string) => boolean = () => false;

  constructor(settings: StrategyHostSettings) {
    const { strategy, symbols, random } = settings;
    // All arms of a run share the parameters: a plugin that wrote to them would change the other arms.
    const parameters = frozenCopy(settings.parameters);
    this.#strategy = strategy;
    this.#parameters = parameters;
    this.#symbols = symbols;
    this.#learner = settings.learner;
    const indices = new SymbolIndex(symbols, strategy.name);
    const lookback = this.#guard('lookback', () => strategy.lookback(parameters));
    this.#history = new MarketHistory(symbols, checkedLookback(lookback, strategy.name), settings.played);
    this.#intents = new IntentList(indices, settings.account.currencies);
    const universe = Object.freeze([...symbols]);
    this.#tracked = new TrackedIndicators(symbols.length);
    this.#timeframes = this.#declaredTimeframes(settings);
    const decidesAt = this.#guard('decidesAt', () => strategy.decidesAt?.(parameters));
    this.#decidesAt = decidesAt === undefined ? null : this.#timeframes.of(decidesAt);
    const track = trackInto(this.#tracked, indices);
    const trackOn: TrackOn = (timeframe, symbol, indicator, ...columns) =>
      trackInto(this.#timeframes.of(timeframe).tracked, indices)(symbol, indicator, ...columns);
    const setup = { parameters, universe, random, track, trackOn };
    const state = this.#guard('init', () => strategy.init?.(setup));
    this.#tracked.close();
    this.#timeframes.close();
    this.#hasIndicators = !this.#tracked.isEmpty || !this.#timeframes.isEmpty;
    this.#rules = strategy.orderRules
      ? new OrderRules({
          rules: strategy.orderRules,
          parameters,
          state,
          account: settings.account,
          symbols,
          indices,
          present: () => this.#slice!.time,
        })
      : null;
    const { account, openOrders, learner } = settings;
    this.#context = new HostContext({
      parameters,
      state,
      universe,
      symbols: this.#active,
      account,
      learner,
      history: this.#history,
      timeframes: this.#timeframes,
      quotes: new LastQuotes(settings.quoting ?? [], () => this.#slice!),
      intents: this.#intents,
      openOrders,
      indices,
      present: () => this.#slice!.time,
      isTimerDue: (name) => this.#isTimerDue(name),
    });
  }

  get learns(): boolean {
    return this.#learner !== null;
  }

  /** Takes a slice before the test period. */
  warmUp(slice: MarketSlice): void {
    this.observe(slice);
  }

  observe(slice: MarketSlice): void {
    if (this.#slice !== slice) this.#slice = slice;
    this.#history.push(slice);
    if (this.#hasIndicators) this.#feedIndicators(slice);
    if (this.#learner !== null) this.#learner.observe(slice);
  }

  /** The fewest units of an order that a rule of the strategy allows; null where none allows fewer than all. */
  ruleBound(request: OrderRequest, price: number): RuleBound | null {
    try {
      return this.#rules?.bound(request, price) ?? null;
    } catch (error) {
      throw this.#thrownBy('orderRules', error);
    }
  }

  detectChange(): Unplaced<RegimeChanged> | null {
    return this.#learner?.detectChange() ?? null;
  }

  changeRecorded(sequence: number): void {
    this.#learner?.changeRecorded(sequence);
  }

  adapt(): readonly AdaptationReport[] {
    return this.#learner?.adapt() ?? NOTHING;
  }

  finish(): readonly AdaptationReport[] {
    return this.#learner?.finish() ?? NOTHING;
  }

  /** Runs `onBar` where at least one symbol has a bar and its look-back. */
  decide(isTimerDue: (name: string) => boolean): readonly Intent[] {
    // A comparison costs less than telling the collector of garbage of a store.
    if (this.#isTimerDue !== isTimerDue) this.#isTimerDue = isTimerDue;
    this.#intents.open();
    // Once all symbols are warm they stay so, and in a slice with bars of all of them the list is that of the slice before.
    if (!this.#isSteady || !this.#slice!.isComplete || !this.#isWhole()) this.#collectActive();
    if (this.#active.length > 0) this.#runOnBar();
    return this.#intents.close();
  }

  #feedIndicators(slice: MarketSlice): void {
    if (!this.#tracked.isEmpty) this.#feedTracked(slice);
    if (!this.#timeframes.isEmpty) this.#buildTimeframes(slice);
  }

  #feedTracked(slice: MarketSlice): void {
    try {
      this.#tracked.observe(slice);
    } catch (error) {
      throw this.#thrownBy('track', error);
    }
  }

  #buildTimeframes(slice: MarketSlice): void {
    try {
      this.#timeframes.observe(slice);
    } catch (error) {
      throw this.#thrownBy('trackOn', error);
    }
  }

  #declaredTimeframes({ strategy, symbols, sessionClocks, timings }: StrategyHostSettings): Timeframes {
    const declared = this.#guard('timeframes', () => strategy.timeframes?.(this.#parameters) ?? {});
    return new Timeframes({
      declared,
      symbols,
      sessions: sessionClocks ?? symbols.map(() => new UtcDays()),
      timings: timings ?? symbols.map(() => MOMENTARY),
      strategyName: strategy.name,
    });
  }

  #runOnBar(): void {
    let result: unknown;
    try {
      result = this.#strategy.onBar(this.#context);
    } catch (error) {
      throw this.#thrownBy('onBar', error);
    }
    if (result !== undefined && result instanceof Promise) throw this.#asynchronous('onBar', result);
  }

  /** Whether the list holds all symbols: a plugin can write to it. */
  #isWhole(): boolean {
    const symbols = this.#symbols;
    const active = this.#active;
    if (active.length !== symbols.length) return false;
    for (let symbol = 0; symbol < symbols.length; symbol++)
      if (active[symbol] !== symbols[symbol]) return false;
    return true;
  }

  #collectActive(): void {
    const symbols = this.#symbols;
    const active = this.#active;
    const { fresh } = this.#slice!;
    const decidesAt = this.#decidesAt;
    let count = 0;
    for (let symbol = 0; symbol < symbols.length; symbol++) {
      const isDue = decidesAt === null ? fresh[symbol] === 1 : decidesAt.isCompleted(symbol);
      if (!isDue || !this.#history.isWarm(symbol)) continue;
      if (this.#hasIndicators && !this.#isReady(symbol)) continue;
      if (active[count] !== symbols[symbol]) active[count] = symbols[symbol]!;
      count++;
    }
    // Emptying the array first would free its memory and allocate it again at every slice.
    if (active.length !== count) active.length = count;
    this.#isSteady = count === symbols.length && decidesAt === null && !this.#hasIndicators;
  }

  /** Whether the indicators of a symbol are ready, and its timeframes have their look-backs. */
  #isReady(symbol: number): boolean {
    return this.#tracked.isReady(symbol) && this.#timeframes.isWarm(symbol);
  }

  /** Calls a hook; what it throws, and a promise, become coded errors that name the hook. */
  #guard<Result>(hook: string, call: () => Result): Result {
    let result: Result;
    try {
      result = call();
    } catch (error) {
      throw this.#thrownBy(hook, error);
    }
    if (result instanceof Promise) throw this.#asynchronous(hook, result);
    return result;
  }

  #thrownBy(hook: string, error: unknown): RegimetaError {
    if (error instanceof RegimetaError) return error;
    const rule = `${hook} must not throw`;
    const place = this.#placeOf(hook);
    return new RegimetaError('E_PLUGIN_THREW', { place, rule, found: messageOf(error), cause: error });
  }

  #asynchronous(hook: string, promise: Promise<unknown>): RegimetaError {
    promise.catch(() => undefined);
    return new RegimetaError('E_PLUGIN_ASYNC', {
      place: this.#placeOf(hook),
      rule: `${hook} is synchronous`,
      found: 'a promise',
      repair: 'Remove async; prepare data before the run',
    });
  }

  #placeOf(hook: string): string {
    return `${this.#strategy.name} ${hook}`;
  }
}

/** Has indicators tracked by `tracked`. */
function trackInto(tracked: TrackedIndicators, indices: SymbolIndex): Track {
  return (symbol, indicator, ...columns) => {
    // The types of `Track` see to it that there are as many columns as inputs.
    const fed = indicator as unknown as TrackedIndicator<number[]>;
    const names = typeof symbol === 'string' ? [symbol] : symbol;
    tracked.add(
      names.map((name) => indices.of(name)),
      fed,
      columns,
    );
    return indicator;
  };
}

/** Key by key, so that all arms of a process have parameters of one shape: those of a spread object have a new one each time. */
function frozenCopy(parameters: z.infer<z.ZodObject>): z.infer<z.ZodObject> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) copy[name] = value;
  return Object.freeze(copy);
}

const NOTHING: readonly AdaptationReport[] = Object.freeze([]);

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** The declared look-back, which has to be a whole number of bars from 1 to a million. */
function checkedLookback(lookback: number, strategyName: string): number {
  if (Number.isInteger(lookback) && lookback >= 1 && lookback <= 1_000_000) return lookback;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: `${strategyName} lookback`,
    rule: 'a look-back is a whole number of bars from 1 to 1,000,000',
    found: String(lookback),
    repair: 'Count the present bar too',
  });
}
