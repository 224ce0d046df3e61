import type { OverfittingProbability } from '../evidence/overfitting-probability.ts';
import type { Finding } from '../model/finding.ts';

/** The probability of overfitting as a finding about all trials or arms; a string says why there is none. */
export function overfittingOf(result: OverfittingProbability | string): Finding {
  const about = { method: 'overfitting-probability', subject: null, against: null, pValue: null } as const;
  if (typeof result === 'string') return { ...about, estimate: null, reason: result, detail: {} };
  const { probability, trials, stretches, combinations } = result;
  return { ...about, estimate: probability, reason: null, detail: { trials, stretches, combinations } };
}
