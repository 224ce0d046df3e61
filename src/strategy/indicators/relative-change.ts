/** The change from one value to the next, as a part of the former; 0 where that is 0, or so near to it that the quotient overflows. */
export function relativeChange(before: number, after: number): number {
  const change = after / before - 1;
  return Number.isFinite(change) ? change : 0;
}
