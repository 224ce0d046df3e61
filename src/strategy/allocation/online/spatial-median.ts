const ROUNDS_MAX = 200;
const CHANGE_MIN = 1e-9;

/**
 * The point with the least sum of Euclidean distances to some points, by the modified Weiszfeld algorithm (Vardi & Zhang
 * 2000) from the medians of the coordinates: at most 200 rounds, until a round moves it by less than 1e-9 of its own size.
 * The points must be at least one, equally long and finite.
 */
export function spatialMedian(points: readonly Float64Array[]): Float64Array {
  let median: Float64Array = points[0]!.map((_, i) => middle(points.map((point) => point[i]!)));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = weiszfeldStep(median, points);
    let change = 0;
    let size = 0;
    for (let i = 0; i < median.length; i++) {
      change += Math.abs(next[i]! - median[i]!);
      size += Math.abs(median[i]!);
    }
    median = next;
    if (change <= CHANGE_MIN * size) break;
  }
  return median;
}

function weiszfeldStep(from: Float64Array, points: readonly Float64Array[]): Float64Array {
  const pull = new Float64Array(from.length);
  let inverse = 0;
  let meets = 0;
  for (const point of points) {
    let squares = 0;
    for (let i = 0; i < from.length; i++) squares += (point[i]! - from[i]!) * (point[i]! - from[i]!);
    const distance = Math.sqrt(squares);
    if (distance === 0) {
      meets = 1;
      continue;
    }
    inverse += 1 / distance;
    for (let i = 0; i < from.length; i++) pull[i]! += (point[i]! - from[i]!) / distance;
  }
  if (inverse === 0) return from;
  const strength = Math.sqrt(pull.reduce((sum, part) => sum + part * part, 0));
  const held = meets === 0 ? 0 : Math.min(1, strength > 0 ? meets / strength : 1);
  return from.map((value, i) => value + ((1 - held) * pull[i]!) / inverse);
}

function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  const half = values.length / 2;
  return values.length % 2 === 1 ? values[Math.floor(half)]! : (values[half - 1]! + values[half]!) / 2;
}
