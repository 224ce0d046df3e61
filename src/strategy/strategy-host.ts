import type { z } from 'zod';
import type { Random } from '../math/random.ts';
import type { AccountView } from '../model/account.ts';
import type { AdaptationReport, RegimeChanged, Unplaced } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Order } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { StrategyContext } from './context.ts';
import type { Strategy } from './definition.ts';
import { MarketHistory } from './history.ts';
import { IntentList } from './intent-list.ts';
import type { LearnerHost, RegimeView } from './learner-host.ts';

/** How a host is set up. */
export interface StrategyHostSettings {
  readonly strategy: Strategy;
  readonly parameters: z.infer<z.ZodObject>;
  readonly symbols: readonly string[];
  readonly random: Random;
  readonly account: AccountView;
  readonly openOrders: (symbolIndex: number) => readonly Order[];
  /** Null for a strategy without a learner. */
  readonly learner: LearnerHost | null;
}

const STEADY_REGIME: RegimeView = Object.freeze({
  number: 0,
  changed: false,
  changedAt: null,
  changeProbability: 0,
});

/** Runs a strategy plugin: gives it the past, and takes what it states. */
export class StrategyHost {
  readonly #settings: StrategyHostSettings;
  readonly #history: MarketHistory;
  readonly #intents: IntentList;
  readonly #indexBySymbol: ReadonlyMap<string, number>;
  readonly #active: string[] = [];
  readonly #callOnBar: () => void;
  readonly #context: StrategyContext<z.infer<z.ZodObject>, unknown>;
  #slice: MarketSlice | null = null;
  #isTimerDue: (name: string) => boolean = () => false;

  constructor(settings: StrategyHostSettings) {
    const { strategy, symbols, random } = settings;
    // All arms of a run share the parameters: a plugin that wrote to them would change the other arms.
    const parameters = Object.freeze({ ...settings.parameters });
    this.#settings = { ...settings, parameters };
    this.#indexBySymbol = new Map(symbols.map((symbol, index) => [symbol, index]));
    const lookback = this.#guard('lookback', () => strategy.lookback(parameters));
    this.#history = new MarketHistory(symbols, checkedLookback(lookback, strategy.name));
    this.#intents = new IntentList((symbol) => this.#indexOf(symbol));
    const universe = Object.freeze([...symbols]);
    const state = this.#guard('init', () => strategy.init?.({ parameters, universe, random }));
    this.#context = this.#createContext(state, universe);
    this.#callOnBar = () => strategy.onBar(this.#context);
  }

  /** Takes a slice before the test period. */
  warmUp(slice: MarketSlice): void {
    this.observe(slice);
  }

  observe(slice: MarketSlice): void {
    this.#slice = slice;
    this.#history.push(slice);
    this.#settings.learner?.observe(slice);
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
    this.#isTimerDue = isTimerDue;
    this.#intents.open();
    this.#collectActive();
    if (this.#active.length > 0) this.#guard('onBar', this.#callOnBar);
    return this.#intents.close();
  }

  #collectActive(): void {
    const { symbols } = this.#settings;
    let count = 0;
    for (let symbol = 0; symbol < symbols.length; symbol++) {
      if (this.#slice!.fresh[symbol] === 1 && this.#history.isWarm(symbol))
        this.#active[count++] = symbols[symbol]!;
    }
    // Emptying the array first would free its memory and allocate it again at every slice.
    if (this.#active.length !== count) this.#active.length = count;
  }

  #createContext(
    state: unknown,
    universe: readonly string[],
  ): StrategyContext<z.infer<z.ZodObject>, unknown> {
    const { parameters, account, openOrders, learner } = this.#settings;
    const present = (): EpochMs => this.#slice!.time;
    return Object.freeze({
      parameters,
      state,
      universe,
      get time() {
        return present();
      },
      symbols: this.#active,
      get cash() {
        return account.cash;
      },
      get equity() {
        return account.equity;
      },
      get regime() {
        return learner?.regime ?? STEADY_REGIME;
      },
      history: (symbol: string) => this.#history.of(this.#indexOf(symbol)),
      position: (symbol: string) => this.#position(this.#indexOf(symbol)),
      openOrders: (symbol: string) => openOrders(this.#indexOf(symbol)),
      isDue: (timer: string) => this.#isTimerDue(timer),
      prediction: (symbol: string) => learner?.prediction(this.#indexOf(symbol)) ?? null,
      volatility: (symbol: string) => learner?.volatility(this.#indexOf(symbol)) ?? null,
      target: (symbol: string, weight: number, tag?: string) => this.#intents.target(symbol, weight, tag),
      close: (symbol: string, tag?: string) => this.#intents.target(symbol, 0, tag),
      buy: (symbol, quantity, options) => this.#intents.order(symbol, 'buy', quantity, options),
      sell: (symbol, quantity, options) => this.#intents.order(symbol, 'sell', quantity, options),
      bracket: (symbol, options) => this.#intents.bracket(symbol, options),
      oco: (symbol, legs) => this.#intents.oco(symbol, legs),
      amend: (orderId, changes) => this.#intents.amend(orderId, changes),
      cancel: (orderId: number) => this.#intents.cancel(orderId),
    } satisfies StrategyContext<z.infer<z.ZodObject>, unknown>);
  }

  #position(symbolIndex: number): { quantity: number; averagePrice: number | null } {
    const { account } = this.#settings;
    const quantity = account.quantity(symbolIndex);
    return { quantity, averagePrice: quantity === 0 ? null : account.averagePrice(symbolIndex) };
  }

  #indexOf(symbol: string): number {
    const index = this.#indexBySymbol.get(symbol);
    if (index !== undefined) return index;
    throw new RegimetaError('E_SYMBOL_UNKNOWN', {
      place: this.#settings.strategy.name,
      rule: 'a strategy names symbols of its run',
      found: JSON.stringify(symbol),
      repair: `Use one of ${this.#settings.symbols.slice(0, 8).join(', ')}${this.#settings.symbols.length > 8 ? ', …' : ''}`,
    });
  }

  /** Calls a hook; what it throws, and a promise, become coded errors that name the hook. */
  #guard<Result>(hook: string, call: () => Result): Result {
    const place = `${this.#settings.strategy.name} ${hook}`;
    let result: Result;
    try {
      result = call();
    } catch (error) {
      if (error instanceof RegimetaError) throw error;
      const rule = `${hook} must not throw`;
      throw new RegimetaError('E_PLUGIN_THREW', { place, rule, found: messageOf(error), cause: error });
    }
    if (result instanceof Promise) {
      result.catch(() => undefined);
      throw new RegimetaError('E_PLUGIN_ASYNC', {
        place,
        rule: `${hook} is synchronous`,
        found: 'a promise',
        repair: 'Remove async; prepare data before the run',
      });
    }
    return result;
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
