declare const whole: unique symbol;

/**
 * Observations of a time that is over, in rows: what an offline method may look at from both sides. A type of its own, so that the single observation
 * that a live path has can never be one.
 */
export interface PastRows {
  readonly [whole]: true;
  readonly values: Float64Array;
  readonly dimension: number;
  readonly count: number;
}

/** States that nothing will be decided in the time of these rows any more: training data, or a labelled set. */
export function pastRows(values: Float64Array, dimension: number): PastRows {
  return { values, dimension, count: values.length / dimension } as PastRows;
}
