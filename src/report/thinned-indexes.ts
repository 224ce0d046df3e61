/**
 * The indexes of the marks to draw where there are too many: the marks are cut into `buckets` runs of equal length,
 * and of each run the marks stay that hold the lowest or the highest value of any series, besides the first and the
 * last mark of all. So no peak and no trough can vanish, and all series keep a value at every index that stays.
 * Values that are NaN are passed over. Rising, without repeats; at most 2 × series × buckets + 2 of them.
 */
export function thinnedIndexes(
  series: readonly Float64Array[],
  length: number,
  buckets: number,
): Uint32Array {
  const kept = new Uint8Array(length);
  if (length > 0) {
    kept[0] = 1;
    kept[length - 1] = 1;
  }
  for (const values of series) {
    for (let bucket = 0; bucket < buckets; bucket++) {
      const from = Math.floor((bucket * length) / buckets);
      const to = Math.floor(((bucket + 1) * length) / buckets);
      keepExtremes(values, kept, from, to);
    }
  }
  return indexesOf(kept);
}

function keepExtremes(values: Float64Array, kept: Uint8Array, from: number, to: number): void {
  let lowest = -1;
  let highest = -1;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (lowest < 0 || value < values[lowest]!) lowest = i;
    if (highest < 0 || value > values[highest]!) highest = i;
  }
  if (lowest >= 0) kept[lowest] = 1;
  if (highest >= 0) kept[highest] = 1;
}

function indexesOf(kept: Uint8Array): Uint32Array {
  let count = 0;
  for (let i = 0; i < kept.length; i++) count += kept[i]!;
  const indexes = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < kept.length; i++) if (kept[i] === 1) indexes[next++] = i;
  return indexes;
}
