/** What a table says of a sample of figures. */
export interface SampleFigures {
  readonly count: number;
  readonly mean: number | null;
  /** Sample standard deviation; null with fewer than two. */
  readonly deviation: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  /** How many are above zero. */
  readonly above: number;
}

/** The figures of a sample; null where it is empty. */
export function sampleFigures(values: readonly number[]): SampleFigures {
  const count = values.length;
  const above = values.filter((value) => value > 0).length;
  if (count === 0) return { count, mean: null, deviation: null, lowest: null, highest: null, above };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    count,
    mean,
    deviation: count < 2 ? null : Math.sqrt(squares / (count - 1)),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    above,
  };
}
