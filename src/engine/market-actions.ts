import type { SimulatedExchange } from '../broker/simulated-exchange.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { MarketActionTaken, Unplaced } from '../model/event.ts';
import type { MarketAction } from '../model/market-action.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Tradability } from '../risk/tradability.ts';

/** The stages that market actions touch, and who hears of them. */
export interface MarketActionParts {
  readonly ledger: Ledger;
  readonly exchange: SimulatedExchange;
  readonly tradability: Tradability;
  readonly record: (event: Unplaced<MarketActionTaken>) => void;
}

/** Applies what happens to instruments, at the beginning of its slice; docs/semantics.md has the table. */
export class MarketActions {
  readonly #parts: MarketActionParts;

  constructor(parts: MarketActionParts) {
    this.#parts = parts;
  }

  /** Of a slice before the test period: which symbols can be traded. */
  warmUp(slice: MarketSlice): void {
    for (const { kind, symbolIndex } of slice.actions) {
      if (kind === 'delisting') this.#parts.tradability.delist(symbolIndex);
      else if (kind === 'halt' || kind === 'resumption') this.#halt(symbolIndex, kind === 'halt');
    }
  }

  #halt(symbolIndex: number, halts: boolean): void {
    const { exchange, tradability } = this.#parts;
    if (halts) tradability.halt(symbolIndex);
    else tradability.resume(symbolIndex);
    exchange.setHalted(symbolIndex, halts);
  }

  /** Takes the actions of a slice in their order. */
  apply(slice: MarketSlice): void {
    for (const action of slice.actions) this.#take(action, slice);
    // What happened may have moved cash, units and marks of several symbols.
    this.#parts.ledger.verify();
  }

  #take(action: MarketAction, slice: MarketSlice): void {
    const { ledger, exchange, tradability } = this.#parts;
    const { symbolIndex } = action;
    if (action.kind === 'split') {
      ledger.split(symbolIndex, action.ratio);
      this.#record(action, 0);
      exchange.splitOrders(symbolIndex, action.ratio);
    } else if (action.kind === 'delisting') {
      tradability.delist(symbolIndex);
      this.#record(action, 0);
      const price = action.price ?? ledger.markOf(symbolIndex);
      exchange.delist(symbolIndex, price, slice);
    } else if (action.kind === 'dividend' || action.kind === 'funding') {
      this.#record(action, this.#cashOf(action));
    } else {
      this.#halt(symbolIndex, action.kind === 'halt');
      this.#record(action, 0);
    }
  }

  /** Money that a dividend or a funding moves, in the currency of the instrument; none where nothing is held. */
  #cashOf(action: Extract<MarketAction, { kind: 'dividend' | 'funding' }>): number {
    const { ledger } = this.#parts;
    const held = ledger.quantity(action.symbolIndex);
    if (held === 0) return 0;
    if (action.kind === 'dividend') return held * action.amount;
    const value = held * ledger.markOf(action.symbolIndex) * ledger.multiplier(action.symbolIndex);
    return -value * action.rate;
  }

  #record(action: MarketAction, cash: number): void {
    const { ledger, record } = this.#parts;
    if (cash !== 0) ledger.adjust(cash, ledger.currencyOf(action.symbolIndex));
    const positionQuantity = ledger.quantity(action.symbolIndex);
    const positionPrice = positionQuantity === 0 ? null : ledger.averagePrice(action.symbolIndex);
    record({ kind: 'market-action', action, positionQuantity, positionPrice, cash });
  }
}
