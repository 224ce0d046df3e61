/**
 * The mean of the last `length` values with weights that rise from 1 for the oldest to `length` for the present one; the
 * unchecked part of indicators. Summed anew at each push, in a time in proportion to `length`, so that nothing drifts.
 */
export class WindowWeightedMean {
  readonly #ring: Float64Array;
  #count = 0;
  #value = Number.NaN;

  constructor(length: number) {
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.#ring.length;
  }

  /** NaN until ready. */
  get value(): number {
    return this.#value;
  }

  push(value: number): void {
    const ring = this.#ring;
    const { length } = ring;
    this.#ring[this.#count % length] = value;
    this.#count++;
    if (!this.ready) return;
    const oldest = this.#count % length;
    let sum = 0;
    let weight = 1;
    for (let i = oldest; i < length; i++) sum += weight++ * ring[i];
    for (let i = 0; i < oldest; i++) sum += weight++ * ring[i];
    this.#value = sum / ((length * (length + 1)) / 2);
  }
}
