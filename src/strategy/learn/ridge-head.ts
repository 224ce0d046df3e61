import type { Node } from './graph/node.ts';
import { add, subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { constant } from './graph/operations/leaf.ts';
import { matmul } from './graph/operations/matmul.ts';
import { multiply } from './graph/operations/multiply.ts';
import { reciprocalRoot } from './graph/operations/reciprocal-root.ts';
import { ridgeSolve } from './graph/operations/ridge-solve.ts';
import { scale } from './graph/operations/scale.ts';
import { square } from './graph/operations/square.ts';
import type { TaskRows } from './loss.ts';

/** An output layer in closed form, for each task. */
export interface RidgeHead {
  /** [tasks, units, 1] */
  readonly weights: Node;
  /** [tasks, 1, 1] */
  readonly bias: Node;
  /** The gradient of the weighted mean of squared errors by weights and bias where both are 0. */
  readonly gradientAtZero: readonly [Node, Node];
}

/**
 * The w and b that minimise Σ ωᵢ(zᵢ·w + b − yᵢ)² + λ(|w|² + b²) for each task, where the ωᵢ are the rows' weights,
 * which sum to 1, and are 0 for padding rows (Bertinetto, Henriques, Torr & Vedaldi 2019, R2D2, equation 4, with
 * the bias as a unit that is always 1). `units` is [tasks, rows, units], `ridge` is λ, [1 or tasks, 1, 1].
 *
 * b is eliminated first: with s = Σωᵢ + λ, m = Σωᵢzᵢ and ȳ = Σωᵢyᵢ, (Z′ΩZ − mm′/s + λI)w = Z′Ωy − mȳ/s and
 * b = (ȳ − m·w)/s.
 */
export function ridgeHead(units: Node, rows: TaskRows, ridge: Node): RidgeHead {
  const [tasks, rowCount] = units.shape;
  const { labels, weights: rowWeights } = rows;
  const weighted = multiply(rowWeights, units);
  const ones = constant(units.graph, 1, [1, rowCount, 1]);
  const mean = matmul(weighted, ones, { left: true });
  const moment = matmul(weighted, labels, { left: true });
  const labelMean = sumTo(multiply(rowWeights, labels), [tasks, 1, 1]);
  const total = add(sumTo(rowWeights, [tasks, 1, 1]), ridge);
  const inverse = square(reciprocalRoot(total));
  const gram = subtract(
    matmul(weighted, units, { left: true }),
    multiply(inverse, matmul(mean, mean, { right: true })),
  );
  const right = subtract(moment, multiply(multiply(inverse, labelMean), mean));
  const weights = ridgeSolve({ gram, ridge, right });
  const bias = multiply(inverse, subtract(labelMean, matmul(mean, weights, { left: true })));
  return { weights, bias, gradientAtZero: [scale(moment, -2), scale(labelMean, -2)] };
}
