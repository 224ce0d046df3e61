import type { AccountView, OrderBookView } from '../model/account.ts';
import type { ApprovedOrder, OrderRequest, RefusalReason } from '../model/order.ts';

/** What risk says of an order: it passes whole, passes smaller, or is refused with a reason. */
export type RiskDecision =
  | { readonly kind: 'approved'; readonly order: ApprovedOrder }
  | { readonly kind: 'shrunk'; readonly order: ApprovedOrder; readonly reason: RefusalReason }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** How a gate is set up. */
export interface LeverageGateSettings {
  readonly symbolCount: number;
  /** The largest gross exposure, as a multiple of equity. */
  readonly grossLimit: number;
  readonly account: AccountView;
  readonly book: OrderBookView;
}

/** Rounding in sums of weights must not refuse an order that fills the limit exactly. */
const LIMIT_TOLERANCE = 1e-9;

/**
 * The one way for an order to the broker. It refuses what makes no sense and keeps the gross exposure that would
 * follow within the limit, at the last closes; docs/semantics.md has the rule.
 */
export class LeverageGate {
  readonly #settings: LeverageGateSettings;
  #ruined = false;

  constructor(settings: LeverageGateSettings) {
    this.#settings = settings;
  }

  /** After this, only liquidation passes. */
  close(): void {
    this.#ruined = true;
  }

  /** Judges one order at the last closes, by symbol index; orders approved before it must already be at the broker. */
  review(request: OrderRequest, closes: Float64Array): RiskDecision {
    if (request.origin === 'liquidation') return approve(request);
    if (this.#ruined) return { kind: 'refused', reason: 'account-ruined' };
    const fault = faultOf(request, closes[request.symbolIndex]!);
    if (fault) return { kind: 'refused', reason: fault };
    if (this.#settings.account.equity <= 0) return { kind: 'refused', reason: 'equity-not-positive' };
    return this.#limit(request, closes);
  }

  #limit(request: OrderRequest, closes: Float64Array): RiskDecision {
    const { account, grossLimit } = this.#settings;
    const limit = grossLimit * account.equity * (1 + LIMIT_TOLERANCE);
    const others = this.#exposureWithout(request.symbolIndex, closes);
    const price = closes[request.symbolIndex]!;
    const before = this.#unitsAtWorst(request.symbolIndex, null, 0);
    const after = this.#unitsAtWorst(request.symbolIndex, request, request.quantity);
    if (after <= before || others + after * price <= limit) return approve(request);
    if (request.origin !== 'target') return { kind: 'refused', reason: 'leverage-exceeded' };
    const excess = (others + after * price - limit) / price;
    const quantity = Math.min(request.quantity - excess, request.quantity);
    if (quantity * price <= LIMIT_TOLERANCE * account.equity)
      return { kind: 'refused', reason: 'leverage-exceeded' };
    return { kind: 'shrunk', order: { ...request, quantity } as ApprovedOrder, reason: 'leverage-exceeded' };
  }

  #exposureWithout(symbolIndex: number, closes: Float64Array): number {
    let exposure = 0;
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++) {
      if (symbol === symbolIndex) continue;
      const units = this.#unitsAtWorst(symbol, null, 0);
      if (units !== 0) exposure += units * closes[symbol]!;
    }
    return exposure;
  }

  /** Absolute units of a symbol with market orders counted as filled and entries at their worst, an order added. */
  #unitsAtWorst(symbol: number, added: OrderRequest | null, quantity: number): number {
    const { account, book } = this.#settings;
    let certain = account.quantity(symbol) + book.marketQuantity(symbol);
    let buys = book.entryQuantity(symbol, 'buy');
    let sells = book.entryQuantity(symbol, 'sell');
    if (added?.type === 'market') certain += added.side === 'buy' ? quantity : -quantity;
    else if (added?.side === 'buy') buys += quantity;
    else if (added?.side === 'sell') sells += quantity;
    return Math.max(Math.abs(certain + buys), Math.abs(certain - sells), Math.abs(certain));
  }
}

function approve(request: OrderRequest): RiskDecision {
  return { kind: 'approved', order: request as ApprovedOrder };
}

const isPrice = (price: number | null): boolean => price !== null && Number.isFinite(price) && price > 0;

/** What makes an order meaningless whatever the account holds; null where nothing does. */
function faultOf(request: OrderRequest, close: number): RefusalReason | null {
  if (!(Number.isFinite(request.quantity) && request.quantity > 0)) {
    return Number.isNaN(close) ? 'symbol-without-price' : 'quantity-invalid';
  }
  if (Number.isNaN(close)) return 'symbol-without-price';
  if (request.type === 'limit' && !isPrice(request.limitPrice)) return 'price-invalid';
  if (request.type === 'stop' && !isPrice(request.stopPrice)) return 'price-invalid';
  return request.bracket && !isBracketSound(request, close) ? 'bracket-invalid' : null;
}

/** The exits of a bracket lie on their sides of the entry: the stop where the order loses, the limit where it gains. */
function isBracketSound(request: OrderRequest, close: number): boolean {
  const { stopPrice, limitPrice } = request.bracket!;
  if (stopPrice === null && limitPrice === null) return false;
  const entry = request.limitPrice ?? request.stopPrice ?? close;
  const direction = request.side === 'buy' ? 1 : -1;
  const stopSound = stopPrice === null || (isPrice(stopPrice) && (entry - stopPrice) * direction > 0);
  const limitSound = limitPrice === null || (isPrice(limitPrice) && (limitPrice - entry) * direction > 0);
  return stopSound && limitSound;
}
