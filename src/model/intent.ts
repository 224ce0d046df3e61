import type { OrderChanges, OrderRequest } from './order.ts';

/** What is wanted of a symbol; below zero for a short position. */
export interface Target {
  readonly symbolIndex: number;
  readonly size: number;
  /** A part of equity, money, or units. */
  readonly unit: 'weight' | 'value' | 'quantity';
  readonly tag: string;
}

/** An amount of one currency to be sold for another, by their indices in the account. */
export interface CurrencyConversion {
  readonly from: number;
  readonly to: number;
  /** Of `from`, above zero. */
  readonly amount: number;
}

/** Something that a strategy wants to be recorded: a forecast, an alarm. */
interface Note {
  readonly name: string;
  /** Null where it is of no single symbol. */
  readonly symbolIndex: number | null;
  /** Finite. */
  readonly value: number;
}

/** What a strategy states at the close of a slice; orders come from it after planning and risk. */
export type Intent =
  | ({ readonly kind: 'target' } & Target)
  | { readonly kind: 'order'; readonly request: OrderRequest }
  | { readonly kind: 'amend'; readonly orderId: number; readonly changes: OrderChanges }
  | { readonly kind: 'cancel'; readonly orderId: number }
  | ({ readonly kind: 'convert' } & CurrencyConversion)
  | ({ readonly kind: 'note' } & Note);
