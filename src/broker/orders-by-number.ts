import { scattered } from '../math/scattered.ts';
import type { RestingOrder } from './resting-order.ts';

/** Room at first, as a power of two: at most half of it is taken. */
const ROOM_BITS_FIRST = 4;

/**
 * Finds resting orders by their numbers. A hash table by open addressing, since a `Map` of which one order leaves as the next one
 * comes is rebuilt again and again: finding, adding and taking out are a few steps each and allocate nothing, but where more
 * orders rest than ever before. Numbers that follow each other are scattered: side by side they would be one long row, which
 * taking out its first walks through.
 */
export class OrdersByNumber {
  /** Null where a place is free. */
  #places: (RestingOrder | null)[] = emptyPlaces(1 << ROOM_BITS_FIRST);
  /** How far a scattered number of 32 bits is shifted to be a place. */
  #shift = 32 - ROOM_BITS_FIRST;
  #count = 0;

  /** The order of a number; null where there is none. */
  find(id: number): RestingOrder | null {
    return this.#places[this.#placeOf(id)]!;
  }

  /** Takes an order in whose number is not in yet. */
  add(resting: RestingOrder): void {
    if ((this.#count + 1) * 2 > this.#places.length) this.#grow();
    this.#places[this.#placeOf(resting.order.id)] = resting;
    this.#count++;
  }

  /** Takes the order of a number out, where it is in, and moves up what stands behind it for want of its own place. */
  delete(id: number): void {
    const places = this.#places;
    const last = places.length - 1;
    let gap = this.#placeOf(id);
    if (places[gap] === null) return;
    this.#count--;
    places[gap] = null;
    for (let at = (gap + 1) & last; ; at = (at + 1) & last) {
      const resting = places[at]!;
      if (resting === null) return;
      const home = scattered(resting.order.id) >>> this.#shift;
      if (((at - home) & last) < ((at - gap) & last)) continue;
      places[gap] = resting;
      places[at] = null;
      gap = at;
    }
  }

  /** The place of an order, or the free one where it would stand. */
  #placeOf(id: number): number {
    const places = this.#places;
    const last = places.length - 1;
    for (let place = scattered(id) >>> this.#shift; ; place = (place + 1) & last) {
      const resting = places[place]!;
      if (resting === null || resting.order.id === id) return place;
    }
  }

  #grow(): void {
    const before = this.#places;
    this.#places = emptyPlaces(before.length * 2);
    this.#shift--;
    for (const resting of before)
      if (resting !== null) this.#places[this.#placeOf(resting.order.id)] = resting;
  }
}

function emptyPlaces(length: number): (RestingOrder | null)[] {
  return Array.from({ length }, () => null);
}
