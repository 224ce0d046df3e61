import type { OrderChanges, OrderRequest } from './order.ts';

/** What is wanted of a symbol; below zero for a short position. */
export interface Target {
  readonly symbolIndex: number;
  readonly size: number;
  /** A part of equity, money, or units. */
  readonly unit: 'weight' | 'value' | 'quantity';
  readonly tag: string;
}

/** What a strategy states at the close of a slice; orders come from it after planning and risk. */
export type Intent =
  | ({ readonly kind: 'target' } & Target)
  | { readonly kind: 'order'; readonly request: OrderRequest }
  | { readonly kind: 'amend'; readonly orderId: number; readonly changes: OrderChanges }
  | { readonly kind: 'cancel'; readonly orderId: number };
