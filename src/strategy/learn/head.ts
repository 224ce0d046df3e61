import type { Values } from '../../math/batched-matmul.ts';
import { hyperbolicTangent } from '../../math/hyperbolic-tangent.ts';
import { softplusOf } from '../../math/logistic.ts';
import type { BoundSetting } from './checkpoint.ts';
import { isRegression, type LossSettings } from './learner-settings.ts';

/** Scores of an allocation lie within ± this, so that no weight of a softmax over them overflows. */
export const SCORE_LIMIT = 10;

/** What the outputs of a network mean. */
export interface Head {
  /** Outputs of the network. */
  readonly units: number;
  /** The prediction that a row's outputs make. */
  read(outputs: Values): number;
  /** Writes the predicted quantiles, which never cross; null where there are none. */
  readonly quantiles: ((outputs: Values, out: Float64Array) => void) | null;
}

/** The prediction is the output. */
export const REGRESSION_HEAD: Head = { units: 1, read: (outputs) => outputs[0]!, quantiles: null };

/** Twice the probability of a label above 0, less 1; the output is the logit. */
const DIRECTION: Head = { units: 1, read: (outputs) => hyperbolicTangent(outputs[0]! / 2), quantiles: null };

/** The logarithm of the symbol's weight, up to a constant of the slice. */
const SCORE: Head = {
  units: 1,
  read: (outputs) => SCORE_LIMIT * hyperbolicTangent(outputs[0]! / SCORE_LIMIT),
  quantiles: null,
};

/** The head that a loss asks for. */
export function headOf({ loss, quantiles }: LossSettings): Head {
  if (loss === 'direction') return DIRECTION;
  if (loss === 'log-wealth') return SCORE;
  return loss === 'quantiles' ? quantileHead(quantiles) : REGRESSION_HEAD;
}

/** Outputs mean nothing under another head than that of the training. */
export function boundHead({ loss, quantiles }: LossSettings): BoundSetting[] {
  const kindOf = (found: unknown): unknown =>
    found === undefined || isRegression(found) ? 'a regression' : found;
  const kind = isRegression(loss) ? 'a regression' : loss;
  const bound: BoundSetting[] = [{ name: 'loss', value: kind, rule: `the loss is ${kind}`, of: kindOf }];
  if (loss !== 'quantiles') return bound;
  const levels = JSON.stringify(quantiles);
  const rule = `the quantiles are ${levels}`;
  return [...bound, { name: 'quantiles', value: levels, rule, of: (found) => JSON.stringify(found) }];
}

/** The first output is the lowest quantile; each further one adds softplus of an output. */
function quantileHead(levels: readonly number[]): Head {
  const distance = (level: number): number => Math.abs(level - 0.5);
  const middle = levels.reduce((best, level, i) => (distance(level) < distance(levels[best]!) ? i : best), 0);
  const upTo = (outputs: Values, last: number): number => {
    let value = outputs[0]!;
    for (let i = 1; i <= last; i++) value += softplusOf(outputs[i]!);
    return value;
  };
  return {
    units: levels.length,
    read: (outputs) => upTo(outputs, middle),
    quantiles(outputs, out) {
      for (let i = 0; i < levels.length; i++) out[i] = upTo(outputs, i);
    },
  };
}
