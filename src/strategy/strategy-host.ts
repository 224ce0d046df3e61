import type { z } from 'zod';
import type { Random } from '../math/random.ts';
import type { AccountView } from '../model/account.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { AdaptationReport, RegimeChanged, Unplaced } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Order, OrderRequest } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { StrategyContext } from './context.ts';
import type { Strategy } from './definition.ts';
import { MarketHistory } from './history.ts';
import { HostContext } from './host-context.ts';
import { IntentList } from './intent-list.ts';
import type { LearnerHost } from './learner-host.ts';
import { OrderRules, type RuleBound } from './order-rules.ts';
import { SymbolIndex } from './symbol-index.ts';
import { type Track, type TrackedIndicator, TrackedIndicators } from './tracked-indicators.ts';

/** How a host is set up. */
export interface StrategyHostSettings {
  readonly strategy: Strategy;
  readonly parameters: z.infer<z.ZodObject>;
  readonly symbols: readonly string[];
  /** By symbol index, the bars that will be observed, where they are in memory; not given where none are. */
  readonly played?: readonly (BarSeries | null)[];
  readonly random: Random;
  readonly account: AccountView;
  readonly openOrders: (symbolIndex: number) => readonly Order[];
  /** Null for a strategy without a learner. */
  readonly learner: LearnerHost | null;
}

/** Runs a strategy plugin: gives it the past, and takes what it states. */
export class StrategyHost {
  readonly #settings: StrategyHostSettings;
  readonly #history: MarketHistory;
  readonly #intents: IntentList;
  readonly #tracked: TrackedIndicators;
  readonly #rules: OrderRules | null;
  readonly #active: string[] = [];
  readonly #context: StrategyContext<z.infer<z.ZodObject>, unknown>;
  #slice: MarketSlice | null = null;
  #isTimerDue: (name: string) => boolean = () => false;

  constructor(settings: StrategyHostSettings) {
    const { strategy, symbols, random } = settings;
    // All arms of a run share the parameters: a plugin that wrote to them would change the other arms.
    const parameters = Object.freeze({ ...settings.parameters });
    this.#settings = { ...settings, parameters };
    const indices = new SymbolIndex(symbols, strategy.name);
    const lookback = this.#guard('lookback', () => strategy.lookback(parameters));
    this.#history = new MarketHistory(symbols, checkedLookback(lookback, strategy.name), settings.played);
    this.#intents = new IntentList(indices, settings.account.currencies);
    const universe = Object.freeze([...symbols]);
    this.#tracked = new TrackedIndicators(symbols.length);
    const track: Track = (symbol, indicator, ...columns) => {
      // The types of `Track` see to it that there are as many columns as inputs.
      const fed = indicator as unknown as TrackedIndicator<number[]>;
      const names = typeof symbol === 'string' ? [symbol] : symbol;
      this.#tracked.add(
        names.map((name) => indices.of(name)),
        fed,
        columns,
      );
      return indicator;
    };
    const state = this.#guard('init', () => strategy.init?.({ parameters, universe, random, track }));
    this.#tracked.close();
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
      intents: this.#intents,
      openOrders,
      indices,
      present: () => this.#slice!.time,
      isTimerDue: (name) => this.#isTimerDue(name),
    });
  }

  get learns(): boolean {
    return this.#settings.learner !== null;
  }

  /** Takes a slice before the test period. */
  warmUp(slice: MarketSlice): void {
    this.observe(slice);
  }

  observe(slice: MarketSlice): void {
    if (this.#slice !== slice) this.#slice = slice;
    this.#history.push(slice);
    if (!this.#tracked.isEmpty) this.#feedTracked(slice);
    this.#settings.learner?.observe(slice);
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
    return this.#settings.learner?.detectChange() ?? null;
  }

  changeRecorded(sequence: number): void {
    this.#settings.learner?.changeRecorded(sequence);
  }

  adapt(): readonly AdaptationReport[] {
    return this.#settings.learner?.adapt() ?? NOTHING;
  }

  finish(): readonly AdaptationReport[] {
    return this.#settings.learner?.finish() ?? NOTHING;
  }

  /** Runs `onBar` where at least one symbol has a bar and its look-back. */
  decide(isTimerDue: (name: string) => boolean): readonly Intent[] {
    // A comparison costs less than telling the collector of garbage of a store.
    if (this.#isTimerDue !== isTimerDue) this.#isTimerDue = isTimerDue;
    this.#intents.open();
    this.#collectActive();
    if (this.#active.length > 0) this.#runOnBar();
    return this.#intents.close();
  }

  #feedTracked(slice: MarketSlice): void {
    try {
      this.#tracked.observe(slice);
    } catch (error) {
      throw this.#thrownBy('track', error);
    }
  }

  #runOnBar(): void {
    let result: unknown;
    try {
      result = this.#settings.strategy.onBar(this.#context);
    } catch (error) {
      throw this.#thrownBy('onBar', error);
    }
    if (result instanceof Promise) throw this.#asynchronous('onBar', result);
  }

  #collectActive(): void {
    const { symbols } = this.#settings;
    const active = this.#active;
    const { fresh } = this.#slice!;
    let count = 0;
    for (let symbol = 0; symbol < symbols.length; symbol++) {
      if (fresh[symbol] === 0 || !this.#history.isWarm(symbol) || !this.#tracked.isReady(symbol)) continue;
      if (active[count] !== symbols[symbol]) active[count] = symbols[symbol]!;
      count++;
    }
    // Emptying the array first would free its memory and allocate it again at every slice.
    if (active.length !== count) active.length = count;
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
    return `${this.#settings.strategy.name} ${hook}`;
  }
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
