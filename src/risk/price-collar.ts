import type { OrderRequest } from '../model/order.ts';

/** Whether a price of the order or of its exits is further from the last close than `collar`, a part of that close. */
export function isOutsideCollar(request: OrderRequest, close: number, collar: number): boolean {
  const { limitPrice, stopPrice, bracket } = request;
  const isFar = (price: number | null): boolean =>
    price !== null && Math.abs(price - close) > collar * Math.abs(close);
  return (
    isFar(limitPrice) ||
    isFar(stopPrice) ||
    (bracket !== null && (isFar(bracket.stopPrice) || isFar(bracket.limitPrice)))
  );
}
