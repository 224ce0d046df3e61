import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';

/** The time of the engine: that of the present slice. It moves with the market and never back. */
export class Clock {
  #time: EpochMs = Number.NEGATIVE_INFINITY;

  get time(): EpochMs {
    return this.#time;
  }

  /** Throws E_INVARIANT unless `time` is later than the present one. */
  advance(time: EpochMs): void {
    if (!(time > this.#time)) {
      throw new RegimetaError('E_INVARIANT', {
        place: 'clock',
        rule: 'the time of slices must rise',
        found: `${time} after ${this.#time}`,
      });
    }
    this.#time = time;
  }
}
