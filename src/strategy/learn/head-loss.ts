import { logisticLoss, pinballLoss } from './graph/compositions/losses.ts';
import type { Node } from './graph/node.ts';
import { subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { above, atLeast } from './graph/operations/compare.ts';
import { concat } from './graph/operations/concat.ts';
import { constant, positions, table } from './graph/operations/leaf.ts';
import { matmul } from './graph/operations/matmul.ts';
import { multiply } from './graph/operations/multiply.ts';
import { meanOver } from './graph/operations/reduce.ts';
import { scale } from './graph/operations/scale.ts';
import { slice } from './graph/operations/slice.ts';
import { softplus } from './graph/operations/softplus.ts';
import { tanh } from './graph/operations/tanh.ts';
import { SCORE_LIMIT } from './head.ts';
import { isRegression, type LossSettings } from './learner-settings.ts';
import { lossMean, type TaskRows } from './loss.ts';
import { softmaxWeights, wealthLoss } from './portfolio-loss.ts';

/**
 * The weighted mean of each task's losses, [tasks, 1, 1], of a network's outputs, [tasks, rows, units of the head]:
 *
 * - regressions: of the error of the only output;
 * - `'direction'`: −ln of the probability σ(±z) that the output z gives to the sign of the label; 0 counts as below;
 * - `'quantiles'`: the mean pinball loss of the quantiles, which cannot cross;
 * - `'log-wealth'`: see `wealthLoss`, of the weights that a softmax over the symbols of a slice makes of the outputs.
 */
export function headLoss(outputs: Node, rows: TaskRows, settings: LossSettings): Node {
  const { loss, huberThreshold, quantiles, turnoverCost } = settings;
  if (isRegression(loss)) return lossMean(outputs, rows, { loss, huberThreshold });
  if (loss === 'log-wealth') {
    const scores = scale(tanh(scale(outputs, 1 / SCORE_LIMIT)), SCORE_LIMIT);
    return wealthLoss(softmaxWeights(scores, rows), rows, turnoverCost);
  }
  const losses =
    loss === 'direction'
      ? logisticLoss(outputs, above(rows.labels, constant(rows.labels.graph, 0, [1, 1, 1])))
      : quantileLoss(outputs, rows, quantiles);
  return sumTo(multiply(rows.weights, losses), [losses.shape[0], 1, 1]);
}

function quantileLoss(outputs: Node, rows: TaskRows, levels: readonly number[]): Node {
  const { graph } = outputs;
  const count = levels.length;
  const errors = subtract(rows.labels, rising(outputs));
  return meanOver(pinballLoss(errors, table(graph, levels, [1, 1, count])), 'columns');
}

/** The first column, and each further one as the one before plus softplus of its own. */
function rising(outputs: Node): Node {
  const count = outputs.shape[2];
  if (count === 1) return outputs;
  const steps = softplus(slice(outputs, 'columns', [1, count]));
  const { graph } = outputs;
  const upTo = atLeast(positions(graph, 'columns', count), positions(graph, 'rows', count));
  return matmul(concat([slice(outputs, 'columns', [0, 1]), steps], 'columns'), upTo);
}
