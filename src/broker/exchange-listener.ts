import type { Fill } from '../model/fill.ts';
import type { CancelReason, ExpiryReason, Order } from '../model/order.ts';

/** What the exchange tells its caller while it works. A fill must be booked before the call returns. */
export interface ExchangeListener {
  accepted(order: Order): void;
  triggered(orderId: number): void;
  /** The order as it is now. */
  amended(order: Order): void;
  /** `quantityRemaining` is what is still open of the order: zero where this fill ended it. */
  filled(fill: Fill, quantityRemaining: number): void;
  cancelled(orderId: number, reason: CancelReason): void;
  expired(orderId: number, reason: ExpiryReason): void;
  /** A cancellation or an amendment arrived after its order had ended. */
  late(orderId: number, request: 'cancel' | 'amendment'): void;
}
