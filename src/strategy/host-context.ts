import type { AccountView } from '../model/account.ts';
import type { Order } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import type { StrategyContext } from './context.ts';
import { currencyIndex } from './currency-index.ts';
import { HeldPositions } from './held-positions.ts';
import type { MarketHistory } from './history.ts';
import type { IntentList } from './intent-list.ts';
import type { LastQuotes } from './last-quotes.ts';
import type { LearnerHost, RegimeView } from './learner-host.ts';
import type { SymbolIndex } from './symbol-index.ts';
import type { Timeframes } from './timeframes/timeframes.ts';

/** What a context shows, and where it passes on what the strategy states. */
export interface ContextSource<Parameters, State> {
  readonly parameters: Parameters;
  readonly state: State;
  readonly universe: readonly string[];
  /** The symbols with a bar and a full look-back; the host overwrites it at every slice. */
  readonly symbols: readonly string[];
  readonly account: AccountView;
  /** Null for a strategy without a learner. */
  readonly learner: LearnerHost | null;
  readonly history: MarketHistory;
  readonly timeframes: Timeframes;
  readonly quotes: LastQuotes;
  readonly intents: IntentList;
  readonly openOrders: (symbolIndex: number) => readonly Order[];
  readonly indices: SymbolIndex;
  readonly present: () => EpochMs;
  readonly isTimerDue: (timer: string) => boolean;
}

const STEADY_REGIME: RegimeView = Object.freeze({
  number: 0,
  changed: false,
  changedAt: null,
  changeProbability: 0,
});

/**
 * The context of a strategy; frozen, and the same object at every slice. A class, since a frozen literal with getters
 * would be slow to read, and functions as fields, so that a strategy can take them apart.
 */
export class HostContext<Parameters, State> implements StrategyContext<Parameters, State> {
  readonly #source: ContextSource<Parameters, State>;
  readonly parameters: Parameters;
  readonly state: State;
  readonly universe: readonly string[];
  readonly symbols: readonly string[];
  readonly history: StrategyContext<Parameters, State>['history'];
  readonly completed: StrategyContext<Parameters, State>['completed'];
  readonly quote: StrategyContext<Parameters, State>['quote'];
  readonly position: StrategyContext<Parameters, State>['position'];
  readonly cashIn: StrategyContext<Parameters, State>['cashIn'];
  readonly exchangeRate: StrategyContext<Parameters, State>['exchangeRate'];
  readonly openOrders: StrategyContext<Parameters, State>['openOrders'];
  readonly isDue: StrategyContext<Parameters, State>['isDue'];
  readonly prediction: StrategyContext<Parameters, State>['prediction'];
  readonly volatility: StrategyContext<Parameters, State>['volatility'];
  readonly target: StrategyContext<Parameters, State>['target'];
  readonly targetValue: StrategyContext<Parameters, State>['targetValue'];
  readonly targetQuantity: StrategyContext<Parameters, State>['targetQuantity'];
  readonly close: StrategyContext<Parameters, State>['close'];
  readonly buy: StrategyContext<Parameters, State>['buy'];
  readonly sell: StrategyContext<Parameters, State>['sell'];
  readonly bracket: StrategyContext<Parameters, State>['bracket'];
  readonly oco: StrategyContext<Parameters, State>['oco'];
  readonly amend: StrategyContext<Parameters, State>['amend'];
  readonly cancel: StrategyContext<Parameters, State>['cancel'];
  readonly convert: StrategyContext<Parameters, State>['convert'];
  readonly note: StrategyContext<Parameters, State>['note'];
  readonly quantiles: StrategyContext<Parameters, State>['quantiles'];

  constructor(source: ContextSource<Parameters, State>) {
    const { account, learner, history, intents, openOrders, indices, isTimerDue } = source;
    const positions = new HeldPositions(account, source.universe.length);
    const views = history.views;
    const { timeframes, quotes } = source;
    this.#source = source;
    this.parameters = source.parameters;
    this.state = source.state;
    this.universe = source.universe;
    this.symbols = source.symbols;
    this.history = (symbol, timeframe) =>
      timeframe === undefined
        ? views[indices.of(symbol)]!
        : timeframes.of(timeframe).history(indices.of(symbol));
    this.completed = (symbol, timeframe) => timeframes.of(timeframe).isCompleted(indices.of(symbol));
    this.quote = (symbol) => quotes.of(indices.of(symbol));
    this.position = (symbol) => positions.of(indices.of(symbol));
    this.cashIn = (currency) => account.cashIn(currencyIndex(account.currencies, currency));
    this.exchangeRate = (currency) =>
      numberOrNull(account.exchangeRate(currencyIndex(account.currencies, currency)));
    this.openOrders = (symbol) => openOrders(indices.of(symbol));
    this.isDue = (timer) => isTimerDue(timer);
    this.prediction = (symbol) => learner?.prediction(indices.of(symbol)) ?? null;
    this.quantiles = (symbol) => learner?.quantiles(indices.of(symbol)) ?? null;
    this.volatility = (symbol) => learner?.volatility(indices.of(symbol)) ?? null;
    this.target = (symbol, weight, tag) => intents.target(symbol, 'weight', weight, tag);
    this.targetValue = (symbol, value, tag) => intents.target(symbol, 'value', value, tag);
    this.targetQuantity = (symbol, quantity, tag) => intents.target(symbol, 'quantity', quantity, tag);
    this.close = (symbol, tag) => intents.target(symbol, 'quantity', 0, tag);
    this.buy = (symbol, quantity, options) => intents.order(symbol, 'buy', quantity, options);
    this.sell = (symbol, quantity, options) => intents.order(symbol, 'sell', quantity, options);
    this.bracket = (symbol, options) => intents.bracket(symbol, options);
    this.oco = (symbol, legs) => intents.oco(symbol, legs);
    this.amend = (orderId, changes) => intents.amend(orderId, changes);
    this.cancel = (orderId) => intents.cancel(orderId);
    this.convert = (from, to, amount) => intents.convert(from, to, amount);
    this.note = (name, value, symbol) => intents.note(name, value, symbol ?? null);
    Object.freeze(this);
  }

  get time(): EpochMs {
    return this.#source.present();
  }

  get currency(): string {
    return this.#source.account.currencies[0]!;
  }

  get cash(): number {
    return this.#source.account.cash;
  }

  get equity(): number {
    return this.#source.account.equity;
  }

  get regime(): RegimeView {
    return this.#source.learner?.regime ?? STEADY_REGIME;
  }
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
