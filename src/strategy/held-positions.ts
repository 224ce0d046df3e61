import type { AccountView } from '../model/account.ts';
import type { PositionView } from './context.ts';

type Writable = { -readonly [Key in keyof PositionView]: PositionView[Key] };

/** What is held of each symbol, in objects that are made once, so that asking at every bar costs nothing. */
export class HeldPositions {
  readonly #account: AccountView;
  readonly #positions: readonly Writable[];

  constructor(account: AccountView, symbolCount: number) {
    this.#account = account;
    this.#positions = Array.from({ length: symbolCount }, () => ({ quantity: 0, averagePrice: null }));
  }

  /** The position as it is now; the same object for a symbol each time. */
  of(symbolIndex: number): PositionView {
    const position = this.#positions[symbolIndex]!;
    const quantity = this.#account.quantity(symbolIndex);
    position.quantity = quantity;
    // Only where it has changed, since a number beside null is boxed.
    if (quantity === 0) position.averagePrice = null;
    else if (position.averagePrice !== this.#account.averagePrice(symbolIndex))
      position.averagePrice = this.#account.averagePrice(symbolIndex);
    return position;
  }
}
