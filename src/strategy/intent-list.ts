import type { Intent } from '../model/intent.ts';
import type { OrderRequest, Side } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { AmendOptions, BracketOptions, OcoLeg, OrderOptions } from './context.ts';
import { orderRequest, requireText } from './order-request.ts';
import type { SymbolIndex } from './symbol-index.ts';

/** More intents than this in one slice are taken for a runaway loop. */
const INTENTS_MAX = 10_000;

/** Collects what a strategy states during one slice. */
export class IntentList {
  readonly #intents: Intent[] = [];
  readonly #indices: SymbolIndex;
  #lastGroup = 0;

  constructor(indices: SymbolIndex) {
    this.#indices = indices;
  }

  /** The intents of this slice; valid until `clear`. */
  get intents(): readonly Intent[] {
    return this.#intents;
  }

  clear(): void {
    if (this.#intents.length > 0) this.#intents.length = 0;
  }

  target(symbol: string, weight: number, tag = ''): void {
    requireText(symbol, tag);
    this.#push({ kind: 'target', symbolIndex: this.#indices.of(symbol), weight, tag });
  }

  cancel(orderId: number): void {
    this.#push({ kind: 'cancel', orderId });
  }

  amend(orderId: number, { quantity, limit, stop }: AmendOptions): void {
    const changes = { quantity: quantity ?? null, limitPrice: limit ?? null, stopPrice: stop ?? null };
    this.#push({ kind: 'amend', orderId, changes });
  }

  order(symbol: string, side: Side, quantity: number, options: OrderOptions = {}): void {
    this.#push({ kind: 'order', request: this.#request(symbol, side, quantity, options) });
  }

  bracket(symbol: string, options: BracketOptions): void {
    const { side, quantity, stopLoss = null, takeProfit = null } = options;
    const request = this.#request(symbol, side, quantity, options);
    const bracket = Object.freeze({ stopPrice: stopLoss, limitPrice: takeProfit });
    this.#push({ kind: 'order', request: { ...request, bracket } });
  }

  /** All legs or, where one throws, none. */
  oco(symbol: string, legs: readonly OcoLeg[]): void {
    const requests = legs.map((leg) => this.#request(symbol, leg.side, leg.quantity, leg));
    const ocoGroup = ++this.#lastGroup;
    for (const request of requests) this.#push({ kind: 'order', request: { ...request, ocoGroup } });
  }

  #request(symbol: string, side: Side, quantity: number, options: OrderOptions): OrderRequest {
    return orderRequest({ symbol, symbolIndex: this.#indices.of(symbol) }, side, quantity, options);
  }

  #push(intent: Intent): void {
    if (this.#intents.push(intent) <= INTENTS_MAX) return;
    throw new RegimetaError('E_PLUGIN_ORDERS', {
      place: 'onBar',
      rule: `a strategy states at most ${INTENTS_MAX} orders and targets in one slice`,
      found: `${this.#intents.length}`,
      repair: 'Look for a loop that orders without end',
    });
  }
}
