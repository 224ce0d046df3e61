import type { Side } from './order.ts';

/** An execution: what the broker hands to the ledger. Never edited. */
export interface Fill {
  /** Rising by one from 1 within an arm. */
  readonly id: number;
  readonly orderId: number;
  readonly symbolIndex: number;
  readonly side: Side;
  /** Units, above zero. */
  readonly quantity: number;
  /** The price paid or received per unit, slippage included; like all money here in the currency of the instrument. */
  readonly price: number;
  /** The price that the bar gave before slippage; always within the bar's range. */
  readonly referencePrice: number;
  /** Money; below zero for a rebate. */
  readonly commission: number;
  /** True where the order of prices inside the bar, which is unknown, decided this fill. */
  readonly ambiguous: boolean;
  /** Money by which the profit would differ had the other order been reached first; null unless ambiguous. */
  readonly oppositeProfitDifference: number | null;
}

/** A position that was opened and closed again, from flat to flat or to the other side. */
export interface RoundTrip {
  readonly symbolIndex: number;
  readonly side: 'long' | 'short';
  readonly entryTime: number;
  readonly exitTime: number;
  /** The numbers of the slices of the first entry fill and of the last exit fill. */
  readonly entryIndex: number;
  readonly exitIndex: number;
  /** Units bought into the position over its life (sold, if short). */
  readonly quantity: number;
  /** Quantity-weighted average prices of all entries and of all exits, slippage included. */
  readonly entryPrice: number;
  readonly exitPrice: number;
  /**
   * Commission of all its fills, in money of the account. A fill that crosses zero is shared between the two positions by
   * quantity.
   */
  readonly commission: number;
  /** Profit after commission, in money of the account: exits less entries, each at the exchange rate of its fill. */
  readonly profit: number;
  /** The part of the profit that changes of the exchange rate made; zero in the currency of the account. */
  readonly currencyProfit: number;
}
