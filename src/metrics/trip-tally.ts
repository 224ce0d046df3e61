import type { RoundTrip } from '../model/fill.ts';

/** What metrics need of the round trips of an arm. */
export interface TripFigures {
  readonly count: number;
  /** Those with a profit above zero after commission. */
  readonly hits: number;
  /** Sum of the profits above zero, in money. */
  readonly won: number;
  /** Sum of the losses, as a number that is not negative. */
  readonly lost: number;
  /** Mean of the profits and losses, and the sum of the squares of their distances from it. */
  readonly profitMean: number;
  readonly profitSquares: number;
}

const PROFITS_FIRST = 1024;

/** Sums up round trips as they close, so that none has to be kept; their profits alone are, where metrics of a user ask for them. */
export class TripTally implements TripFigures {
  count = 0;
  hits = 0;
  won = 0;
  lost = 0;
  profitMean = 0;
  profitSquares = 0;
  #profits: Float64Array | null;

  constructor(keepsProfits = false) {
    this.#profits = keepsProfits ? new Float64Array(PROFITS_FIRST) : null;
  }

  /** Of all round trips, in the order in which they closed; empty where they are not kept. */
  get profits(): Float64Array {
    return this.#profits?.subarray(0, this.count) ?? new Float64Array(0);
  }

  /** Takes the next round trip. */
  add({ profit }: Pick<RoundTrip, 'profit'>): void {
    if (this.#profits !== null) this.#keep(this.#profits, profit);
    this.count++;
    // Welford 1962: the mean and the squares around it in one pass.
    const distance = profit - this.profitMean;
    this.profitMean += distance / this.count;
    this.profitSquares += distance * (profit - this.profitMean);
    if (profit > 0) {
      this.hits++;
      this.won += profit;
    } else this.lost -= profit;
  }

  #keep(profits: Float64Array, profit: number): void {
    if (this.count === profits.length) {
      this.#profits = new Float64Array(profits.length * 2);
      this.#profits.set(profits);
    }
    this.#profits![this.count] = profit;
  }
}
