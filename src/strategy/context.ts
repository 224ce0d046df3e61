import type { Order, TimeInForce } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import type { Timeframe } from '../model/timeframe.ts';
import type { SymbolHistory } from './history.ts';
import type { RegimeView } from './learner-host.ts';

/**
 * An order's prices, terms and label. Without a price it is a market order; with `limit` and `stop` it is a stop-limit
 * order. `trail`, `trailPercent`, `onOpen` and `onClose` exclude each other and the prices.
 */
export interface OrderOptions {
  readonly limit?: number;
  readonly stop?: number;
  /** A trailing stop at this distance, in price. */
  readonly trail?: number;
  /** A trailing stop at this distance, in percent of the price. */
  readonly trailPercent?: number;
  /** A market order that fills at the open of the next bar, under every fill rule, and has that one chance. */
  readonly onOpen?: boolean;
  /** A market order that fills at the close of the next bar rather than at its open. */
  readonly onClose?: boolean;
  /** Only brings the position nearer to zero, and is cancelled when there is nothing to reduce. */
  readonly reduceOnly?: boolean;
  /** How long it rests; GTC if not given, GTD where `goodTill` is. */
  readonly timeInForce?: TimeInForce;
  /** The last time at which it can fill. */
  readonly goodTill?: EpochMs;
  /** A word of your own that is kept with the order. */
  readonly tag?: string;
}

/** What `amend` changes of a resting order; what is left out stays. */
export interface AmendOptions {
  readonly quantity?: number;
  readonly limit?: number;
  readonly stop?: number;
}

/** One order of an OCO group. */
export interface OcoLeg extends OrderOptions {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
}

/** An entry with its exits, of which one cancels the other: give `stopLoss`, `takeProfit`, or both. */
export interface BracketOptions extends OrderOptions {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly stopLoss?: number;
  readonly takeProfit?: number;
}

/** What is held of a symbol; the same object is brought up to date each time it is asked for, so copy what you keep. */
export interface PositionView {
  /** Signed units; 0 when flat. */
  readonly quantity: number;
  /** Average entry price; null when flat. */
  readonly averagePrice: number | null;
}

/** The last quote of a symbol; the same object is brought up to date each time it is asked for, so copy what you keep. */
export interface QuoteView {
  readonly bid: number;
  readonly ask: number;
  /** Units at the bid and at the ask; null where the source has no sizes. */
  readonly bidSize: number | null;
  readonly askSize: number | null;
}

/**
 * What a strategy sees and can do at the close of a slice. Everything here was known at `time`. The functions may be
 * taken apart (`const { target } = context`); the same object is used for every slice, so keep nothing of it.
 */
export interface StrategyContext<Parameters, State> {
  readonly parameters: Parameters;
  /** What `init` returned; yours to change. */
  readonly state: State;
  readonly time: EpochMs;
  /** All symbols of the run. */
  readonly universe: readonly string[];
  /** The symbols with a bar at this time and a full look-back. */
  readonly symbols: readonly string[];
  /** The currency of the account; empty where neither the run nor the data name one. */
  readonly currency: string;
  /** Money not in positions, of all currencies in that of the account. */
  readonly cash: number;
  /** Cash and positions at the last closes. */
  readonly equity: number;
  /** The present regime; number 0 throughout for a strategy without a learner. */
  readonly regime: RegimeView;
  /** The bars of a symbol that end at the present one; of a declared timeframe its completed bars. */
  readonly history: (symbol: string, timeframe?: Timeframe) => SymbolHistory;
  /** Whether a bar of a declared timeframe was completed with this slice. */
  readonly completed: (symbol: string, timeframe: Timeframe) => boolean;
  /** The last bid and ask of a symbol; null before the first one, and where the data quote none. */
  readonly quote: (symbol: string) => QuoteView | null;
  readonly position: (symbol: string) => PositionView;
  /** Money of one currency that is not in positions, in that currency; below zero where it is borrowed. */
  readonly cashIn: (currency: string) => number;
  /** Money of the account for one unit of a currency, at the last closes of its pairs; null without a rate yet. */
  readonly exchangeRate: (currency: string) => number | null;
  /** The symbol's resting orders, oldest first. */
  readonly openOrders: (symbol: string) => readonly Order[];
  /** Whether the timer of that name is due at this slice; E_PLUGIN_SHAPE for a name that was not declared. */
  readonly isDue: (timer: string) => boolean;
  /**
   * The learner's predicted label: the symbol's return over the label horizon in units of its volatility. Null while
   * its features warm up, and for a strategy without a learner.
   */
  readonly prediction: (symbol: string) => number | null;
  /**
   * The learner's predicted quantiles of the label, rising, at the levels of its settings; null where `prediction` is, and for a
   * learner that predicts none. The next call overwrites the array.
   */
  readonly quantiles: (symbol: string) => Float64Array | null;
  /** The symbol's volatility of one-slice log returns, from the learner's features; null while they warm up. */
  readonly volatility: (symbol: string) => number | null;
  /** Wants `weight × equity` in the symbol, below zero for a short position; see docs/semantics.md. */
  readonly target: (symbol: string, weight: number, tag?: string) => void;
  /** Wants that much money in the symbol at the last close, below zero for a short position. */
  readonly targetValue: (symbol: string, value: number, tag?: string) => void;
  /** Wants so many units of the symbol, below zero for a short position. */
  readonly targetQuantity: (symbol: string, quantity: number, tag?: string) => void;
  /** Closes the position of the symbol: a target of zero. */
  readonly close: (symbol: string, tag?: string) => void;
  readonly buy: (symbol: string, quantity: number, options?: OrderOptions) => void;
  readonly sell: (symbol: string, quantity: number, options?: OrderOptions) => void;
  readonly bracket: (symbol: string, options: BracketOptions) => void;
  /** Orders of which the first to fill cancels the others. */
  readonly oco: (symbol: string, legs: readonly OcoLeg[]) => void;
  /** Changes quantity and prices of a resting order; an order that rests no more is left alone. */
  readonly amend: (orderId: number, changes: AmendOptions) => void;
  /** Sells an amount of one currency for another, at the closing rates of the next slice; see docs/semantics.md. */
  readonly convert: (from: string, to: string, amount: number) => void;
  /**
   * Records a number under a name, of one symbol or of none: a forecast, or an alarm that later reading should find. It trades
   * nothing. E_PLUGIN_ORDERS for a value that is not finite.
   */
  readonly note: (name: string, value: number, symbol?: string) => void;
  /** Takes a resting order out of the book; an order that rests no more is left alone. */
  readonly cancel: (orderId: number) => void;
}
