import { type Node, printNode, shapeError } from '../node.ts';
import { concat } from '../operations/concat.ts';
import { constant } from '../operations/leaf.ts';
import { matmul } from '../operations/matmul.ts';
import { pad, slice } from '../operations/slice.ts';

/** How a causal convolution reads its rows. */
export interface ConvolutionTaps {
  /** Rows that each output reads: its own, and `size − 1` before it. */
  readonly size: number;
  /** How many rows lie from one that is read to the next. */
  readonly dilation: number;
}

/**
 * The dilated causal convolution along the rows: the output of row t is Σⱼ x[t − j·dilation] · Wⱼ over the taps
 * j = 0 … size − 1, with zeros before the first row (van den Oord et al. 2016, WaveNet, section 2.1). `rows` is
 * [tasks, rows, inputs]; `weights` is [1 or tasks, size × inputs, outputs], where W₀ for the present row comes first.
 */
export function causalConvolution(rows: Node, weights: Node, { size, dilation }: ConvolutionTaps): Node {
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!isCount(size) || !isCount(dilation) || weights.shape[1] !== size * rows.shape[2]) {
    const found = `size ${size}, dilation ${dilation}, ${printNode(rows)} and ${printNode(weights)}`;
    throw shapeError('the weights of a convolution have size × inputs rows', found);
  }
  const taps = Array.from({ length: size }, (_, tap) => delayed(rows, tap * dilation));
  return matmul(concat(taps, 'columns'), weights);
}

/** Each row as it was some rows before, and zeros where there is none. */
function delayed(rows: Node, by: number): Node {
  const extent = rows.shape[1];
  if (by === 0) return rows;
  if (by >= extent) return constant(rows.graph, 0, rows.shape);
  return pad(slice(rows, 'rows', [0, extent - by]), 'rows', [by, 0]);
}
