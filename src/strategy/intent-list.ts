import { RefilledList } from '../math/refilled-list.ts';
import type { Intent, Target } from '../model/intent.ts';
import type { OrderRequest, Side } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { AmendOptions, BracketOptions, OcoLeg, OrderOptions } from './context.ts';
import { currencyIndex, sameCurrency } from './currency-index.ts';
import { requireFields, requireNumber } from './order-fields.ts';
import { marketRequest, numberOrNull, orderRequest, requireText, sizeOf } from './order-request.ts';
import type { SymbolIndex } from './symbol-index.ts';

/** More intents than this in one slice are taken for a runaway loop. */
const INTENTS_MAX = 10_000;

const NO_OPTIONS: OrderOptions = Object.freeze({});

/** Collects what a strategy states during one slice, and takes nothing at any other time. */
export class IntentList {
  readonly #intents = new RefilledList<Intent>();
  readonly #indices: SymbolIndex;
  readonly #currencies: readonly string[];
  #lastGroup = 0;
  #isOpen = false;

  /** `currencies` are those of the account. */
  constructor(indices: SymbolIndex, currencies: readonly string[]) {
    this.#indices = indices;
    this.#currencies = currencies;
  }

  /** Begins a slice: forgets the intents of the one before, and takes new ones until `close`. */
  open(): void {
    this.#intents.begin();
    this.#isOpen = true;
  }

  /** Ends a slice and returns its intents; valid until the next one begins. */
  close(): readonly Intent[] {
    this.#isOpen = false;
    return this.#intents.end();
  }

  target(symbol: string, unit: Target['unit'], wanted: number, tag = ''): void {
    requireText(symbol, tag);
    const size = sizeOf(symbol, `${unit} of a target`, wanted);
    this.#push({ kind: 'target', symbolIndex: this.#indices.of(symbol), size, unit, tag });
  }

  cancel(orderId: number): void {
    requireNumber(orderId);
    this.#push({ kind: 'cancel', orderId });
  }

  amend(orderId: number, options: AmendOptions): void {
    requireNumber(orderId);
    const place = `order ${orderId}`;
    requireFields(place, 'amendment', options);
    const { quantity, limit, stop } = options;
    const changes = {
      quantity: numberOrNull(place, 'quantity', quantity),
      limitPrice: numberOrNull(place, 'limit', limit),
      stopPrice: numberOrNull(place, 'stop', stop),
    };
    this.#push({ kind: 'amend', orderId, changes });
  }

  order(symbol: string, side: Side, quantity: number, options: OrderOptions = NO_OPTIONS): void {
    if (options === NO_OPTIONS) {
      const request = marketRequest({ symbol, symbolIndex: this.#indices.of(symbol) }, side, quantity);
      this.#push({ kind: 'order', request });
      return;
    }
    requireFields(symbol, 'order', options);
    this.#push({ kind: 'order', request: this.#request(symbol, side, quantity, options) });
  }

  bracket(symbol: string, options: BracketOptions): void {
    requireFields(symbol, 'bracket', options);
    const { side, quantity, stopLoss, takeProfit } = options;
    const request = this.#request(symbol, side, quantity, options);
    const bracket = Object.freeze({
      stopPrice: numberOrNull(symbol, 'stopLoss', stopLoss),
      limitPrice: numberOrNull(symbol, 'takeProfit', takeProfit),
    });
    this.#push({ kind: 'order', request: { ...request, bracket } });
  }

  /** All legs or, where one throws, none. */
  oco(symbol: string, legs: readonly OcoLeg[]): void {
    const requests = legs.map((leg) => {
      requireFields(symbol, 'leg', leg);
      return this.#request(symbol, leg.side, leg.quantity, leg);
    });
    const ocoGroup = ++this.#lastGroup;
    for (const request of requests) this.#push({ kind: 'order', request: { ...request, ocoGroup } });
  }

  convert(from: string, to: string, amount: number): void {
    const indices = { from: currencyIndex(this.#currencies, from), to: currencyIndex(this.#currencies, to) };
    if (from === to) throw sameCurrency(from);
    this.#push({ kind: 'convert', ...indices, amount: sizeOf(from, 'amount of a conversion', amount) });
  }

  note(name: string, value: number, symbol: string | null): void {
    requireText('note', name);
    const symbolIndex = symbol === null ? null : this.#indices.of(symbol);
    if (!Number.isFinite(sizeOf(name, 'value of a note', value))) {
      throw new RegimetaError('E_PLUGIN_ORDERS', {
        place: name,
        rule: 'the value of a note is finite',
        found: String(value),
        repair: 'Leave the note out where there is no value',
      });
    }
    this.#push({ kind: 'note', name, symbolIndex, value });
  }

  #request(symbol: string, side: Side, quantity: number, options: OrderOptions): OrderRequest {
    return orderRequest({ symbol, symbolIndex: this.#indices.of(symbol) }, side, quantity, options);
  }

  #push(intent: Intent): void {
    if (!this.#isOpen) throw outsideOfHook(intent);
    const count = this.#intents.add(intent);
    if (count <= INTENTS_MAX) return;
    throw new RegimetaError('E_PLUGIN_ORDERS', {
      place: 'onBar',
      rule: `a strategy states at most ${INTENTS_MAX} orders and targets in one slice`,
      found: `${count}`,
      repair: 'Look for a loop that orders without end',
    });
  }
}

const NOUNS: Readonly<Record<Intent['kind'], string>> = {
  target: 'a target',
  order: 'an order',
  amend: 'an amendment',
  cancel: 'a cancellation',
  convert: 'a conversion',
  note: 'a note',
};

/** What is stated in a timer, a promise or another hook would otherwise be lost without a word. */
function outsideOfHook({ kind }: Intent): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place: 'onBar',
    rule: 'a strategy states orders and targets while its onBar runs, and at no other time',
    found: `${NOUNS[kind]} outside of it`,
    repair: 'State it in onBar itself, not in a timer, a promise or another hook',
  });
}
