import type { StateFields } from './plain-state.ts';

/** The last rows that a model is fitted to, in a ring. */
export class RowWindow {
  readonly #dimension: number;
  readonly #capacity: number;
  /** Everything that the window holds, to be saved, or restored in place. */
  readonly state: { count: number; rows: Float64Array } & StateFields;

  constructor(dimension: number, capacity: number) {
    this.#dimension = dimension;
    this.#capacity = capacity;
    this.state = { count: 0, rows: new Float64Array(dimension * capacity) };
  }

  /** Rows taken so far, those that have left the window too. */
  get count(): number {
    return this.state.count;
  }

  /** Takes a row, and lets go of the oldest beyond the capacity. */
  push(row: Float64Array): void {
    this.state.rows.set(row, (this.state.count % this.#capacity) * this.#dimension);
    this.state.count++;
  }

  /** A copy of the rows, oldest first. */
  rows(): Float64Array {
    const { count, rows } = this.state;
    if (count <= this.#capacity) return rows.slice(0, count * this.#dimension);
    const cut = (count % this.#capacity) * this.#dimension;
    const copy = new Float64Array(rows.length);
    copy.set(rows.subarray(cut));
    copy.set(rows.subarray(0, cut), rows.length - cut);
    return copy;
  }
}
