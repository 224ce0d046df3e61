import type { Node } from '../node.ts';
import { add, shift, subtract } from '../operations/add-scaled.ts';
import { multiply } from '../operations/multiply.ts';
import { reciprocalRoot } from '../operations/reciprocal-root.ts';
import { meanOver } from '../operations/reduce.ts';
import { square } from '../operations/square.ts';

/** Added to the variance as in the paper's code, so that a row of equal numbers gives zeros. */
const VARIANCE_MIN = 1e-5;

/**
 * Each row with mean 0 and variance 1 over its columns, times `gain` plus `bias`, which are [1 or tasks, 1, columns]
 * (Ba, Kiros & Hinton 2016, Layer Normalization, equation 4). The variance has 1e-5 added.
 */
export function layerNorm(rows: Node, gain: Node, bias: Node): Node {
  const centred = subtract(rows, meanOver(rows, 'columns'));
  const variance = shift(meanOver(square(centred), 'columns'), VARIANCE_MIN);
  return add(multiply(multiply(centred, reciprocalRoot(variance)), gain), bias);
}
