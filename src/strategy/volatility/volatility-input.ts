import { RegimetaError } from '../../model/regimeta-error.ts';

/** Throws E_PARAMETER_INVALID for an input of a risk model or test that breaks its rule. */
export function requireRiskInput(holds: boolean, place: string, rule: string, found: unknown): void {
  if (holds) return;
  throw new RegimetaError('E_PARAMETER_INVALID', { place, rule, found: String(found) });
}

/** E_PARAMETER_INVALID unless there are so many returns at least, all finite. */
export function requireReturns(returns: ArrayLike<number>, least: number, place: string): void {
  requireRiskInput(returns.length >= least, place, `there are at least ${least} returns`, returns.length);
  for (let t = 0; t < returns.length; t++) {
    requireRiskInput(Number.isFinite(returns[t]), place, 'returns are finite', returns[t]);
  }
}

/** E_PARAMETER_INVALID unless the part lies between 0 and 1. */
export function requireTail(tail: number, place: string): void {
  requireRiskInput(tail > 0 && tail < 1, place, 'the probability of the tail lies between 0 and 1', tail);
}
