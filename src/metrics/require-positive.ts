import { RegimetaError } from '../model/regimeta-error.ts';

/** Throws E_INVARIANT unless the starting capital is a number above zero. */
export function requirePositive(initialEquity: number): void {
  if (initialEquity > 0 && Number.isFinite(initialEquity)) return;
  throw new RegimetaError('E_INVARIANT', {
    rule: 'initial equity is above zero',
    found: String(initialEquity),
  });
}
