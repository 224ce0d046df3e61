import { type GarchParameters, garchLikelihood } from './garch-likelihood.ts';
import { requireReturns, requireRiskInput } from './volatility-input.ts';

/** Standard errors of mean, constant, arch and garch. */
export interface GarchErrors {
  /** From the second derivatives alone. */
  readonly hessian: readonly number[];
  /** With the outer product of first derivatives between them (Bollerslev & Wooldridge 1992). */
  readonly robust: readonly number[];
}

/** Of each parameter, the step of the differences, in parts of itself and of one. */
const STEP = 1e-5;

/**
 * Standard errors at a maximum of the likelihood, from central differences of its exact slopes. E_PARAMETER_INVALID where the
 * parameters are at no maximum, as at a border.
 */
export function garchErrors(returns: ArrayLike<number>, fit: GarchParameters): GarchErrors {
  requireReturns(returns, 4, 'garchErrors');
  const at = [fit.mean, fit.constant, fit.arch, fit.garch];
  const slopesAt = (changed: readonly number[]): Float64Array => {
    const [mean, constant, arch, garch] = changed as [number, number, number, number];
    return garchLikelihood(returns, { mean, constant, arch, garch }).gradient;
  };
  const information = at.map((value, i) => {
    const step = STEP * Math.max(Math.abs(value), 1e-2);
    const [above, below] = [step, -step].map((by) =>
      slopesAt(at.map((one, j) => (i === j ? one + by : one))),
    );
    return Array.from(above!, (slope, j) => (below![j]! - slope) / (2 * step));
  });
  const inverse = inverted(information);
  const variances = inverse.map((row, i) => row[i]!);
  const found = variances.map((variance) => variance.toPrecision(3)).join(', ');
  const isMaximum = variances.every((variance) => variance > 0);
  requireRiskInput(isMaximum, 'garchErrors', 'the parameters are at a maximum of the likelihood', found);
  const { outer } = garchLikelihood(returns, fit);
  const robust = inverse.map((row) => {
    let variance = 0;
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) variance += row[i]! * outer[i * 4 + j]! * row[j]!;
    }
    return Math.sqrt(variance);
  });
  return { hessian: variances.map(Math.sqrt), robust };
}

/** By Gauss and Jordan, with the largest pivots. */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]!;
    const scale = lead[column]!;
    for (let j = 0; j < lead.length; j++) lead[j]! /= scale;
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = row[column]!;
      for (let j = 0; j < row.length; j++) row[j]! -= factor * lead[j]!;
    }
  }
  return rows.map((row) => row.slice(size));
}
