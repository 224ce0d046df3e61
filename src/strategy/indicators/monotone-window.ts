/**
 * The maximum of the last `length` values. Keeps only those that a later value has not reached, in falling order, in a
 * ring: every value enters and leaves once, so a push takes O(1) amortised.
 */
export class MonotoneWindow {
  readonly #length: number;
  readonly #value: Float64Array;
  /** The number of each kept value, counted from 0. */
  readonly #position: Float64Array;
  #first = 0;
  #kept = 0;
  #count = 0;

  constructor(length: number) {
    this.#length = length;
    this.#value = new Float64Array(length);
    this.#position = new Float64Array(length);
  }

  /** Values pushed so far. */
  get count(): number {
    return this.#count;
  }

  /** The maximum; only after a push. */
  get highest(): number {
    return this.#value[this.#first];
  }

  push(value: number): void {
    const length = this.#length;
    if (this.#kept > 0 && this.#position[this.#first] <= this.#count - length) {
      this.#first = (this.#first + 1) % length;
      this.#kept -= 1;
    }
    while (this.#kept > 0 && this.#value[(this.#first + this.#kept - 1) % length] <= value) this.#kept -= 1;
    const at = (this.#first + this.#kept) % length;
    this.#value[at] = value;
    this.#position[at] = this.#count;
    this.#kept += 1;
    this.#count += 1;
  }
}
