import { scattered } from '../math/scattered.ts';
import type { Fill } from '../model/fill.ts';
import { fillFault } from './fill-register.ts';

/** Room at first, as a power of two: at most half of it is taken. */
const ROOM_BITS_FIRST = 4;
const ROOM_FIRST = 1 << ROOM_BITS_FIRST;

/** Rounding of the sums of parts that must not count as too much. */
const PART_TOLERANCE = 1e-9;

/**
 * What is open of each accepted order, kept apart from the broker's own books: so no fill is booked of an order that is
 * unknown or has ended, or of more than is open of it. A hash table in typed arrays: looking up, adding and taking out are a
 * few steps each and allocate nothing, but where more orders are open than ever before.
 */
export class OpenQuantities {
  /** Order numbers; 0 where a place is free. */
  #ids = new Float64Array(ROOM_FIRST);
  #quantities = new Float64Array(ROOM_FIRST);
  /** How far a scattered number of 32 bits is shifted to be a place. */
  #shift = 32 - ROOM_BITS_FIRST;
  #count = 0;
  /** An order that was set while the table was empty stands beside it: mostly one alone is open. 0 for none. */
  #loneId = 0;
  #loneQuantity = Number.NaN;

  /** The number of open orders. */
  get count(): number {
    return this.#loneId === 0 ? this.#count : this.#count + 1;
  }

  /** So much is open of an order now, which was accepted or amended. */
  set(orderId: number, quantity: number): void {
    if (orderId === this.#loneId || (this.#loneId === 0 && this.#count === 0)) {
      this.#loneId = orderId;
      this.#loneQuantity = quantity;
    } else this.#setInTable(orderId, quantity);
  }

  #setInTable(orderId: number, quantity: number): void {
    if ((this.#count + 1) * 2 > this.#ids.length) this.#grow();
    const place = this.#placeOf(orderId);
    if (this.#ids[place] === 0) this.#count++;
    this.#ids[place] = orderId;
    this.#quantities[place] = quantity;
  }

  /** The order was cancelled or has expired. */
  end(orderId: number): void {
    if (orderId === this.#loneId) {
      this.#loneId = 0;
      return;
    }
    const place = this.#placeOf(orderId);
    if (this.#ids[place] !== 0) this.#free(place);
  }

  /** Takes a fill off its order, which then has `remaining` units open. Throws E_INVARIANT where they are not there. */
  fill(fill: Fill, remaining: number): void {
    if (fill.orderId === this.#loneId) {
      requireOpen(fill, remaining, this.#loneQuantity);
      if (remaining === 0) this.#loneId = 0;
      else this.#loneQuantity = remaining;
    } else this.#fillInTable(fill, remaining);
  }

  #fillInTable(fill: Fill, remaining: number): void {
    const place = this.#placeOf(fill.orderId);
    if (this.#ids[place] === 0) {
      throw fillFault(
        fill,
        'an order that fills was accepted and has not ended',
        `fill ${fill.id} of another`,
      );
    }
    requireOpen(fill, remaining, this.#quantities[place]!);
    if (remaining === 0) this.#free(place);
    else this.#quantities[place] = remaining;
  }

  /** The place of an order, or the free one where it would stand. */
  #placeOf(orderId: number): number {
    const ids = this.#ids;
    const last = ids.length - 1;
    let place = scattered(orderId) >>> this.#shift;
    while (ids[place] !== 0 && ids[place] !== orderId) place = (place + 1) & last;
    return place;
  }

  /** Frees a place and moves up what stands behind it for want of its own, so that nothing is looked for in vain. */
  #free(place: number): void {
    const ids = this.#ids;
    const last = ids.length - 1;
    this.#count--;
    let gap = place;
    ids[gap] = 0;
    for (let at = (gap + 1) & last; ids[at] !== 0; at = (at + 1) & last) {
      const home = scattered(ids[at]!) >>> this.#shift;
      if (((at - home) & last) < ((at - gap) & last)) continue;
      ids[gap] = ids[at]!;
      this.#quantities[gap] = this.#quantities[at]!;
      ids[at] = 0;
      gap = at;
    }
  }

  #grow(): void {
    const ids = this.#ids;
    const quantities = this.#quantities;
    this.#ids = new Float64Array(ids.length * 2);
    this.#quantities = new Float64Array(ids.length * 2);
    this.#shift--;
    this.#count = 0;
    for (let at = 0; at < ids.length; at++) if (ids[at] !== 0) this.#setInTable(ids[at]!, quantities[at]!);
  }
}

function requireOpen(fill: Fill, remaining: number, open: number): void {
  const { quantity } = fill;
  if (quantity > 0 && remaining >= 0 && quantity + remaining <= open * (1 + PART_TOLERANCE)) return;
  const found = `${quantity} with ${remaining} remaining of ${open}`;
  throw fillFault(fill, 'an order fills at most what is open of it', found);
}
