/**
 * The Euclidean norm, scaled by the largest magnitude so that no square of a finite number overflows or vanishes;
 * 0 for no numbers, not finite where one of them is not.
 */
export function euclideanNorm(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const ratio = values[i]! / largest;
    sum += ratio * ratio;
  }
  return largest * Math.sqrt(sum);
}
