import type { RefusalReason } from '../model/order.ts';

const HALTED = 1;
const DELISTED = 2;

/** Which symbols can be traded now, by symbol index: all, until a halt or a delisting says otherwise. */
export class Tradability {
  readonly #states: Uint8Array;

  constructor(symbolCount: number) {
    this.#states = new Uint8Array(symbolCount);
  }

  /** Why an order of the symbol is refused; null where it is not. */
  refusal(symbolIndex: number): RefusalReason | null {
    const state = this.#states[symbolIndex];
    if (state === DELISTED) return 'symbol-delisted';
    return state === HALTED ? 'symbol-halted' : null;
  }

  halt(symbolIndex: number): void {
    if (this.#states[symbolIndex] !== DELISTED) this.#states[symbolIndex] = HALTED;
  }

  resume(symbolIndex: number): void {
    if (this.#states[symbolIndex] === HALTED) this.#states[symbolIndex] = 0;
  }

  /** For good. */
  delist(symbolIndex: number): void {
    this.#states[symbolIndex] = DELISTED;
  }
}
