/** The round values that an axis is labelled with, and the decimals that tell them apart. */
export interface AxisTicks {
  readonly values: readonly number[];
  readonly decimals: number;
}

/** Multiples of 1, 2 or 5 times a power of ten within [low, high], about `count` of them. */
export function ticksBetween(low: number, high: number, count: number): AxisTicks {
  if (!(high > low) || !Number.isFinite(high - low)) return { values: [], decimals: 0 };
  const exponent = Math.floor(Math.log10((high - low) / count));
  const fraction = (high - low) / count / powerOfTen(exponent);
  const [leading, carry] = fraction <= 1 ? [1, 0] : fraction <= 2 ? [2, 0] : fraction <= 5 ? [5, 0] : [1, 1];
  const decimals = Math.max(0, -(exponent + carry));
  const step = leading * powerOfTen(exponent + carry);
  const values: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) {
    values.push(Number((k * step).toFixed(Math.min(decimals, 20))));
  }
  return { values, decimals };
}

function powerOfTen(exponent: number): number {
  let power = 1;
  for (let i = 0; i < Math.abs(exponent); i++) power *= 10;
  return exponent < 0 ? 1 / power : power;
}
