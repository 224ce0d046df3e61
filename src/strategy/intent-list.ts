import type { Intent } from '../model/intent.ts';
import type { OrderRequest, Side } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { BracketOptions, OrderOptions } from './context.ts';

/** More intents than this in one slice are taken for a runaway loop. */
const INTENTS_MAX = 100_000;

/** Collects what a strategy states during one slice. */
export class IntentList {
  readonly #intents: Intent[] = [];
  readonly #indexOf: (symbol: string) => number;

  /** `indexOf` turns a symbol into its index or throws E_SYMBOL_UNKNOWN. */
  constructor(indexOf: (symbol: string) => number) {
    this.#indexOf = indexOf;
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
    this.#push({ kind: 'target', symbolIndex: this.#indexOf(symbol), weight, tag });
  }

  cancel(orderId: number): void {
    this.#push({ kind: 'cancel', orderId });
  }

  order(symbol: string, side: Side, quantity: number, options: OrderOptions = {}): void {
    this.#push({ kind: 'order', request: this.#request(symbol, side, quantity, options) });
  }

  bracket(symbol: string, options: BracketOptions): void {
    const { side, quantity, stopLoss = null, takeProfit = null } = options;
    if (side !== 'buy' && side !== 'sell') throw unknownSide(symbol, side);
    const request = this.#request(symbol, side, quantity, options);
    const bracket = Object.freeze({ stopPrice: stopLoss, limitPrice: takeProfit });
    this.#push({ kind: 'order', request: { ...request, bracket } });
  }

  #request(symbol: string, side: Side, quantity: number, options: OrderOptions): OrderRequest {
    const { limit, stop, tag = '' } = options;
    requireText(symbol, tag);
    if (limit !== undefined && stop !== undefined) {
      throw new RegimetaError('E_PLUGIN_ORDERS', {
        place: symbol,
        rule: 'an order has a limit price or a stop price, not both',
        found: `limit ${limit} and stop ${stop}`,
        repair: 'Send two orders, or a bracket',
      });
    }
    return {
      symbolIndex: this.#indexOf(symbol),
      side,
      type: limit !== undefined ? 'limit' : stop !== undefined ? 'stop' : 'market',
      quantity,
      limitPrice: limit ?? null,
      stopPrice: stop ?? null,
      origin: 'strategy',
      bracket: null,
      tag,
    };
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

/** Plugins are compiled without a type check, and a misspelt side must not become the other one. */
function unknownSide(symbol: string, side: unknown): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place: symbol,
    rule: "the side of a bracket is 'buy' or 'sell'",
    found: JSON.stringify(side) ?? 'nothing',
  });
}

function requireText(symbol: string, tag: unknown): void {
  if (typeof tag === 'string') return;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place: symbol,
    rule: 'the tag of an order is text',
    found: typeof tag,
    repair: 'Give a string, or leave it out',
  });
}
