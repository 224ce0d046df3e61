import type { EpochMs } from './time.ts';

/**
 * What a learner predicted at a decision, once its labels are known: log returns over the label horizon in units of the volatility
 * known at the decision. By symbol index; NaN where no prediction was asked for, or where no label came to be. Read at once, since
 * the next one overwrites it.
 */
export interface SettledForecasts {
  /** Of the decision. */
  readonly time: EpochMs;
  /** When the labels became known. */
  readonly knownAt: EpochMs;
  /** Rounded to float32, as they are stored. */
  readonly predictions: Float32Array;
  readonly labels: Float32Array;
}
