import type { AccountView } from '../model/account.ts';
import type { PositionView } from './context.ts';

/** A view of what the account holds of one symbol: made once, so that asking for it costs nothing. */
export class HeldPosition implements PositionView {
  readonly #account: AccountView;
  readonly #symbolIndex: number;

  constructor(account: AccountView, symbolIndex: number) {
    this.#account = account;
    this.#symbolIndex = symbolIndex;
  }

  get quantity(): number {
    return this.#account.quantity(this.#symbolIndex);
  }

  get averagePrice(): number | null {
    return this.quantity === 0 ? null : this.#account.averagePrice(this.#symbolIndex);
  }
}
