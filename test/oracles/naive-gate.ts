import type { Order, OrderRequest, Side } from '../../src/model/order.ts';

/** What a gate looks at, as plain data. */
export interface GateBook {
  /** Signed units held, and last closes, by symbol. */
  readonly held: readonly number[];
  readonly closes: readonly number[];
  readonly equity: number;
  readonly resting: readonly Order[];
}

/** Limits as multiples of equity. */
export interface GateLimits {
  readonly grossLimit: number;
  readonly positionLimit: number;
  readonly netLimit: number;
}

const TOLERANCE = 1e-9;

const isMarket = ({ type }: OrderRequest): boolean => type.startsWith('market');

/** Every position that a symbol can come to: market orders fill, and any of the others may. */
function reachable(book: GateBook, symbol: number, extra: OrderRequest | null): number[] {
  const orders = [...book.resting, ...(extra ? [extra] : [])].filter(
    ({ symbolIndex, reduceOnly }) => symbolIndex === symbol && !reduceOnly,
  );
  const signed = ({ side, quantity }: OrderRequest): number => (side === 'buy' ? quantity : -quantity);
  const certain = orders.filter(isMarket).reduce((units, order) => units + signed(order), book.held[symbol]!);
  const ends = [certain];
  for (const order of orders.filter((each) => !isMarket(each))) {
    ends.push(...ends.map((units) => units + signed(order)));
  }
  return ends;
}

const exposure = (book: GateBook, symbol: number, extra: OrderRequest | null): number =>
  Math.max(...reachable(book, symbol, extra).map(Math.abs));

/** The most units towards a side that a symbol can come to. */
function towards(book: GateBook, symbol: number, side: Side, extra: OrderRequest | null): number {
  const sign = side === 'buy' ? 1 : -1;
  return Math.max(...reachable(book, symbol, extra).map((units) => sign * units));
}

/** Whether the order raises the exposure that its symbol can come to. */
export const raises = (book: GateBook, order: OrderRequest): boolean =>
  exposure(book, order.symbolIndex, order) >
  exposure(book, order.symbolIndex, null) + TOLERANCE * order.quantity;

/** Whether all limits hold at the worst of what rests, with the order in the book. */
export function isWithinLimits(
  book: GateBook,
  limits: GateLimits,
  order: OrderRequest,
  slack = TOLERANCE,
): boolean {
  const { symbolIndex, side } = order;
  const room = book.equity * (1 + slack);
  const extraOf = (symbol: number): OrderRequest | null => (symbol === symbolIndex ? order : null);
  const sumOf = (units: (symbol: number) => number): number =>
    book.closes.reduce((sum, close, symbol) => sum + units(symbol) * close, 0);
  const gross = sumOf((symbol) => exposure(book, symbol, extraOf(symbol)));
  const net = sumOf((symbol) => towards(book, symbol, side, extraOf(symbol)));
  const position = exposure(book, symbolIndex, order) * book.closes[symbolIndex]!;
  return (
    gross <= limits.grossLimit * room &&
    position <= limits.positionLimit * room &&
    net <= limits.netLimit * room
  );
}
