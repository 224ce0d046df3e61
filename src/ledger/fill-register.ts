import type { Fill } from '../model/fill.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

/** The numbers of a fill that the account depends on. */
const WIDTH = 6;

/** Fills that are kept for comparison: at first, and at the most. Both are powers of two. */
const KEPT_FIRST = 64;
const KEPT_MAX = 16_384;

/**
 * Numbers the fills of an account, so that none is booked twice and none is missed: the latest 16,384 are kept, in memory that
 * grows by doubling and then no more. Taking a fill allocates nothing otherwise.
 */
export class FillRegister {
  #kept = new Float64Array(KEPT_FIRST * WIDTH);
  #capacity = KEPT_FIRST;
  #last = 0;
  #repeated = 0;

  /** The number of the last fill that was taken; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** How often a fill came again and was ignored. */
  get repeated(): number {
    return this.#repeated;
  }

  /**
   * Takes the next fill; false, and nothing is taken, where that very fill was taken before. Throws E_INVARIANT where a
   * number comes again with another payload, is older than what is kept, or leaves one out.
   */
  take(fill: Fill): boolean {
    if (fill.id !== this.#last + 1) return this.#ignore(fill);
    if (this.#last === this.#capacity && this.#last < KEPT_MAX) this.#grow();
    this.#last = fill.id;
    this.#write(fill, this.#placeOf(fill.id));
    return true;
  }

  #ignore(fill: Fill): false {
    const { id } = fill;
    if (!Number.isInteger(id) || id < 1 || id > this.#last) {
      throw fillFault(fill, `the fill ${this.#last + 1} comes next`, `fill ${id}`);
    }
    if (this.#last - id >= this.#capacity) {
      throw fillFault(
        fill,
        `only the latest ${KEPT_MAX} fills can come again`,
        `fill ${id} of ${this.#last}`,
      );
    }
    if (!this.#isKept(fill))
      throw fillFault(fill, 'a fill that comes again is the same', `another fill ${id}`);
    this.#repeated++;
    return false;
  }

  #placeOf(id: number): number {
    return ((id - 1) & (this.#capacity - 1)) * WIDTH;
  }

  #write(fill: Fill, at: number): void {
    const kept = this.#kept;
    kept[at] = fill.orderId;
    kept[at + 1] = fill.symbolIndex;
    kept[at + 2] = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    kept[at + 3] = fill.price;
    kept[at + 4] = fill.referencePrice;
    kept[at + 5] = fill.commission;
  }

  #isKept(fill: Fill): boolean {
    const kept = this.#kept;
    const at = this.#placeOf(fill.id);
    return (
      kept[at] === fill.orderId &&
      kept[at + 1] === fill.symbolIndex &&
      kept[at + 2] === (fill.side === 'buy' ? fill.quantity : -fill.quantity) &&
      kept[at + 3] === fill.price &&
      kept[at + 4] === fill.referencePrice &&
      kept[at + 5] === fill.commission
    );
  }

  /** Numbers rise by one from 1, so that each fill keeps its place while all of them are kept. */
  #grow(): void {
    this.#capacity *= 2;
    const grown = new Float64Array(this.#kept.length * 2);
    grown.set(this.#kept);
    this.#kept = grown;
  }
}

/** The broken invariant of a fill that cannot be booked. */
export function fillFault({ orderId }: Fill, rule: string, found: string): RegimetaError {
  const repair = 'Please report this with the strategy and the data that caused it';
  return new RegimetaError('E_INVARIANT', { place: `fills of order ${orderId}`, rule, found, repair });
}
