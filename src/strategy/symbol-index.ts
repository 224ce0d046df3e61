import { RegimetaError } from '../model/regimeta-error.ts';

/** Finds the index of a symbol by its name. */
export class SymbolIndex {
  readonly #symbols: readonly string[];
  readonly #strategyName: string;
  readonly #indices: ReadonlyMap<string, number>;
  #lastSymbol = '';
  #lastIndex = -1;

  /** `strategyName` is what errors name. */
  constructor(symbols: readonly string[], strategyName: string) {
    this.#symbols = symbols;
    this.#strategyName = strategyName;
    this.#indices = new Map(symbols.map((symbol, index) => [symbol, index]));
  }

  /** Throws E_SYMBOL_UNKNOWN for what is no symbol of the run. */
  of(symbol: string): number {
    // A strategy mostly asks for the same symbol several times in a row.
    return symbol === this.#lastSymbol ? this.#lastIndex : this.#find(symbol);
  }

  #find(symbol: string): number {
    // The next one of the universe in most other cases, as of a strategy that walks through it.
    const next = this.#lastIndex + 1;
    const isNext = next < this.#symbols.length && symbol === this.#symbols[next];
    const index = isNext ? next : this.#indices.get(symbol);
    if (index === undefined) throw this.#unknown(symbol);
    this.#lastSymbol = symbol;
    this.#lastIndex = index;
    return index;
  }

  #unknown(symbol: string): RegimetaError {
    const symbols = this.#symbols;
    return new RegimetaError('E_SYMBOL_UNKNOWN', {
      place: this.#strategyName,
      rule: 'a strategy names symbols of its run',
      found: JSON.stringify(symbol),
      repair: `Use one of ${symbols.slice(0, 8).join(', ')}${symbols.length > 8 ? ', …' : ''}`,
    });
  }
}
