/** Series that are read at the same times. NaN where a series has no value at a time. */
export interface AlignedSeries {
  readonly time: Float64Array;
  readonly values: readonly Float64Array[];
}

/** A series with its own times, which rise strictly. */
export interface TimedSeries {
  readonly time: Float64Array;
  readonly values: Float64Array;
}

/**
 * All series on the union of their times. The arms of a run normally share their times, and then nothing is copied;
 * they differ where a run ended in the middle.
 */
export function alignSeries(series: readonly TimedSeries[]): AlignedSeries {
  const first = series[0];
  if (first === undefined) return { time: new Float64Array(0), values: [] };
  if (series.every((other) => sameTimes(first.time, other.time))) {
    return { time: first.time, values: series.map((each) => each.values) };
  }
  const time = unionOf(series.map((each) => each.time));
  return { time, values: series.map((each) => valuesAt(time, each)) };
}

function sameTimes(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** All times of some rising lists, each once, rising. */
export function unionOf(times: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(times.reduce((sum, each) => sum + each.length, 0));
  let end = 0;
  for (const each of times) {
    all.set(each, end);
    end += each.length;
  }
  all.sort();
  let count = 0;
  for (let i = 0; i < all.length; i++) {
    if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i]!;
  }
  return all.subarray(0, count);
}

function valuesAt(time: Float64Array, series: TimedSeries): Float64Array {
  const values = new Float64Array(time.length).fill(Number.NaN);
  let next = 0;
  for (let i = 0; i < time.length && next < series.time.length; i++) {
    if (time[i] === series.time[next]) values[i] = series.values[next++]!;
  }
  return values;
}
