import type { EpochMs } from '../model/time.ts';
import { BarFeed } from './bar-feed.ts';
import type { PlayableBars } from './bar-windows.ts';

/** The last closes of bars that are no part of the slices of a run, brought up to the time of each slice and never past it. */
export class LastCloses {
  /** In the order of the bars; NaN before the first bar of each. */
  readonly closes: Float64Array;
  readonly #feed: BarFeed;
  /** Whether the feed stands at a slice that was not taken yet. */
  #isWaiting: boolean;

  constructor(bars: readonly PlayableBars[]) {
    this.closes = new Float64Array(bars.length).fill(Number.NaN);
    this.#feed = new BarFeed(bars);
    this.#isWaiting = this.#feed.next();
  }

  /** Takes the bars up to and including a time. */
  advance(time: EpochMs): void {
    const { slice } = this.#feed;
    while (this.#isWaiting && slice.time <= time) {
      this.closes.set(slice.close);
      this.#isWaiting = this.#feed.next();
    }
  }
}
