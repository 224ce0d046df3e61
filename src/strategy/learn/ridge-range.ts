import { isNumber, type SettingRule } from './setting-rules.ts';

/** The least λ of a ridge regression: below it the matrices of few rows are too near singular. */
export const RIDGE_MIN = 1e-6;

/** The largest λ of a ridge regression, at which predictions of unit variance have all but vanished. */
export const RIDGE_MAX = 1e6;

/** The rule of a setting that is a λ. */
export function ridgeRule(): SettingRule {
  return {
    text: `is a number from ${RIDGE_MIN} to ${RIDGE_MAX}`,
    holds: (value) => isNumber(value) && value >= RIDGE_MIN && value <= RIDGE_MAX,
  };
}
