/** Where a bar closed in its range, from -1 at the low to 1 at the high; 0 for a bar without a range. */
export function placeInRange(high: number, low: number, close: number): number {
  return high === low ? 0 : (close - low - (high - close)) / (high - low);
}
