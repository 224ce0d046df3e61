import { SeededAverage } from './seeded-average.ts';

/** Wilder's relative strength index: the unchecked part of indicators. */
export class RelativeStrength {
  readonly #gain: SeededAverage;
  readonly #loss: SeededAverage;
  #previous = Number.NaN;

  /** `length` in changes. */
  constructor(length: number) {
    this.#gain = new SeededAverage(length, 1 / length);
    this.#loss = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#gain.ready;
  }

  /** From 0 to 100, 50 where nothing moved; NaN until ready. */
  get value(): number {
    const moved = this.#gain.value + this.#loss.value;
    return moved === 0 ? 50 : (100 * this.#gain.value) / moved;
  }

  push(value: number): void {
    const change = value - this.#previous;
    this.#previous = value;
    if (Number.isNaN(change)) return;
    this.#gain.push(Math.max(0, change));
    this.#loss.push(Math.max(0, -change));
  }
}
