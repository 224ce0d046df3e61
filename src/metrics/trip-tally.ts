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

/** Sums up round trips as they close, so that none has to be kept. */
export class TripTally implements TripFigures {
  count = 0;
  hits = 0;
  won = 0;
  lost = 0;
  profitMean = 0;
  profitSquares = 0;

  /** Takes the next round trip. */
  add({ profit }: Pick<RoundTrip, 'profit'>): void {
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
}
