import type { OrderChanges, OrderRequest } from './order.ts';

/** What a strategy states at the close of a slice; orders come from it after planning and risk. */
export type Intent =
  | { readonly kind: 'target'; readonly symbolIndex: number; readonly weight: number; readonly tag: string }
  | { readonly kind: 'order'; readonly request: OrderRequest }
  | { readonly kind: 'amend'; readonly orderId: number; readonly changes: OrderChanges }
  | { readonly kind: 'cancel'; readonly orderId: number };
