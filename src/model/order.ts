import type { EpochMs } from './time.ts';

/** The side of an order; a sell that is larger than what is held opens a short position. */
export type Side = 'buy' | 'sell';

/**
 * Market: at the next open. Market on open: at the next open or never. Market on close: at the close of the next bar. Limit: at its price or better. Stop: a
 * market order once its price is reached. Stop-limit: a limit order once its stop is reached. Trailing stop: a stop
 * that follows the price at a distance.
 */
export type OrderType =
  | 'market'
  | 'market-on-open'
  | 'market-on-close'
  | 'limit'
  | 'stop'
  | 'stop-limit'
  | 'trailing-stop';

/** How far a trailing stop stays behind the best price, as an amount of price or in percent of that price. */
export interface TrailingDistance {
  readonly unit: 'price' | 'percent';
  /** Above zero; in percent below 100. */
  readonly distance: number;
}

/** How long an order rests: see docs/semantics.md. */
export type TimeInForce = 'GTC' | 'DAY' | 'GTD' | 'IOC' | 'FOK';

/** The protective exits of a bracket; at least one of them is given. Prices in the account's currency. */
export interface BracketExits {
  readonly stopPrice: number | null;
  readonly limitPrice: number | null;
}

/** An order as it is wanted, before risk has seen it. Quantity is in units and above zero; the side gives the sign. */
export interface OrderRequest {
  readonly symbolIndex: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: number;
  /** Null unless the type is `limit` or `stop-limit`. */
  readonly limitPrice: number | null;
  /** Null unless the type has a stop. For a trailing stop null in the request: the broker sets it at acceptance. */
  readonly stopPrice: number | null;
  /** Whether a plan towards a target weight made it, or the strategy itself asked for it. */
  readonly origin: 'target' | 'strategy' | 'liquidation';
  /** The exits to place once this order is filled; null for a plain order. */
  readonly bracket: BracketExits | null;
  /** A word of the strategy's own, kept with the order; the empty string where it gave none. */
  readonly tag: string;
  /** Null unless the type is `trailing-stop`. */
  readonly trail: TrailingDistance | null;
  /** True where the order may only bring the position nearer to zero, as every exit of a bracket. */
  readonly reduceOnly: boolean;
  /**
   * The number of the group of which one order cancels the others when it fills, rising from 1 within an arm; null for
   * an order without one. The exits of a bracket are such a group by their parent and have no number.
   */
  readonly ocoGroup: number | null;
  readonly timeInForce: TimeInForce;
  /** The last time at which a GTD order can fill; null for any other. */
  readonly goodTill: EpochMs | null;
}

/** The terms of an order that has none of its own. */
export const PLAIN_TERMS = {
  trail: null,
  reduceOnly: false,
  ocoGroup: null,
  timeInForce: 'GTC',
  goodTill: null,
} as const;

/** What an amendment changes of a resting order; null keeps it. */
export interface OrderChanges {
  readonly quantity: number | null;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
}

declare const approvedByRisk: unique symbol;

/** An order that risk has passed. Only the risk gate makes one, and only this reaches the broker. */
export type ApprovedOrder = OrderRequest & { readonly [approvedByRisk]: true };

/** An order that rests at the broker. */
export interface Order extends OrderRequest {
  /** Rising from 1 within an arm. */
  readonly id: number;
  readonly acceptedAt: EpochMs;
  /** The number of the slice in which it was accepted; it can be filled from the next one on. */
  readonly acceptedIndex: number;
  /** The entry order whose bracket this exit belongs to; null for any other order. */
  readonly parentId: number | null;
}

/** Why an order was refused by risk or by the broker. */
export type RefusalReason =
  | 'quantity-invalid'
  | 'price-invalid'
  | 'symbol-without-price'
  | 'no-exchange-rate'
  | 'trail-invalid'
  | 'expiry-invalid'
  | 'amendment-invalid'
  | 'bracket-invalid'
  | 'lot-rounded'
  | 'below-lot'
  | 'below-minimum'
  | 'leverage-exceeded'
  | 'equity-not-positive'
  | 'account-ruined'
  | 'symbol-halted'
  | 'symbol-delisted'
  | 'drawdown-stop'
  | 'price-collar'
  | 'order-rate'
  | 'turnover-limit'
  | 'off-tick'
  | 'price-not-positive'
  | 'position-limit'
  | 'net-limit'
  | 'stale-data'
  | 'off-hours'
  | `rule:${string}`
  | 'short-not-allowed'
  | 'insufficient-cash';

/** Why cash was not exchanged as a strategy asked for. */
export type ConversionRefusal =
  | 'quantity-invalid'
  | 'no-exchange-rate'
  | 'insufficient-cash'
  | 'leverage-exceeded'
  | 'account-ruined'
  | 'drawdown-stop'
  | 'end-of-data';

/** Why an order was cancelled. */
export type CancelReason =
  | 'strategy'
  | 'superseded'
  | 'other-exit-filled'
  | 'other-leg-filled'
  | 'position-closed'
  | 'delisted'
  | 'margin-call'
  | 'drawdown-stop'
  | 'account-ruined';

/** Why an order expired. */
export type ExpiryReason =
  | 'end-of-data'
  | 'day-ended'
  | 'time-passed'
  | 'not-at-once'
  | 'not-whole'
  | 'not-at-open';
