import type { Precision } from './graph/buffer-pool.ts';
import type { Executor } from './graph/compile-program.ts';
import type { Activation } from './network.ts';
import { count, isCount, isNumber, limit, oneOf, positive, type SettingRules } from './setting-rules.ts';

/** The network and its first weights. */
export interface NetworkSettings {
  /** Units of each hidden layer, 1 to 8 layers of 1 to 1,024 units. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /**
   * `'glorot'`; or `'fan-in'`, uniform within ± 1/√inputs, biases too; or the standard deviation of the first
   * weights, redrawn beyond two of them.
   */
  readonly weightDeviation: 'glorot' | 'fan-in' | number;
}

/** Which loss of errors is minimised. */
export interface RegressionLossSettings {
  /** The mean of e², or of the Huber loss of e: ½e² up to the threshold δ, δ(|e| − ½δ) beyond (Huber 1964). */
  readonly loss: 'squared-error' | 'huber';
  /** δ of the Huber loss, in the label's unit; not read by the squared error. */
  readonly huberThreshold: number;
}

/** Which loss is minimised, inside and outside, and so what a prediction means. */
export interface LossSettings {
  /**
   * The regressions predict the label. `'direction'` predicts twice the probability of a label above 0, less 1, under
   * the cross-entropy. `'quantiles'` predicts the quantiles of the label under the pinball loss, and of them the one in
   * the middle. `'log-wealth'` predicts scores whose softmax over the symbols of a slice are the weights of a
   * portfolio, under the logarithm of its wealth net of cost.
   */
  readonly loss: RegressionLossSettings['loss'] | 'direction' | 'quantiles' | 'log-wealth';
  /** δ of the Huber loss, in the label's unit; not read by the other losses. */
  readonly huberThreshold: number;
  /** Which quantiles, rising, 1 to 32 of them; read by `'quantiles'` alone. */
  readonly quantiles: readonly number[];
  /** The cost of a unit of turnover, part of the wealth; read by `'log-wealth'` alone. */
  readonly turnoverCost: number;
}

/** Whether a loss is one of errors. */
export function isRegression(loss: unknown): loss is RegressionLossSettings['loss'] {
  return loss === 'squared-error' || loss === 'huber';
}

/** What is used of a sample set, and the numbers that it is computed with. */
export interface RowSettings {
  /** The most support rows that are used; of a larger set as many are taken, evenly in time. */
  readonly supportCapacity: number;
  /** Labels beyond ± this are set to it before any loss is taken, in the label's unit; null for no limit. */
  readonly labelLimit: number | null;
  /** The width of the numbers in training and adaptation; parameters and predictions are always float64. */
  readonly precision: Precision;
  /**
   * What computes training and adaptation: `'wasm'`, generated vector instructions, or `'typed-arrays'`, plain loops,
   * which in float64 give the same bits and in float32 differ by rounding; or `'tensorflow'`, in float32, where the user
   * has installed a TensorFlow.js, for large networks.
   */
  readonly executor: Executor;
  /**
   * `'standard'` takes mean and deviation of every feature from training tasks before the first meta-step, and scales
   * by them ever after; a feature that did not vary there is masked. `'none'` uses features as they come.
   */
  readonly scaling: 'none' | 'standard';
}

/** How long is trained, and on how much at a time. */
export interface BatchSettings extends RowSettings {
  readonly metaSteps: number;
  readonly tasksPerStep: number;
  /**
   * Threads that a training is spread over, task by task, 1 to 64; the result is the same for any number. More than one
   * can pay where a meta-step takes milliseconds and cores are idle. Only with the executor `'wasm'`; other learners
   * train on one.
   */
  readonly threads: number;
  /** The most query rows that are used; of a larger set as many are taken, evenly in time. */
  readonly queryCapacity: number;
}

/** How Adam moves what is trained. */
export interface OuterSettings {
  /** Adam's step size. */
  readonly outerRate: number;
  /** The largest Euclidean norm of the mean outer gradient; null for no limit. */
  readonly outerClip: number | null;
}

/** Gradient steps of an adaptation. */
export interface DescentSettings {
  /** Gradient steps of an adaptation; 1 to 100. */
  readonly innerSteps: number;
  /** Step size of an adaptation. */
  readonly innerRate: number;
  /** The largest Euclidean norm of an inner gradient; null for no limit. */
  readonly innerClip: number | null;
}

/** Whether training differentiates through the inner steps. */
export interface OrderSettings {
  /** `'second'` differentiates through the inner steps; `'first'` counts their gradients as constants. */
  readonly order: 'second' | 'first';
}

/** For features of about unit variance. */
export const NETWORK_DEFAULTS: NetworkSettings = {
  hidden: [32],
  activation: 'tanh',
  weightDeviation: 'glorot',
};

/** For labels of about unit variance. */
export const REGRESSION_LOSS_DEFAULTS: RegressionLossSettings = { loss: 'squared-error', huberThreshold: 1 };

/** For labels of about unit variance. */
export const LOSS_DEFAULTS: LossSettings = {
  ...REGRESSION_LOSS_DEFAULTS,
  quantiles: [0.1, 0.5, 0.9],
  turnoverCost: 0.001,
};

/** For labels of about unit variance. */
export const ROW_DEFAULTS: RowSettings = {
  supportCapacity: 128,
  labelLimit: 5,
  precision: 'float64',
  executor: 'wasm',
  scaling: 'none',
};

/** A training of seconds to minutes. */
export const BATCH_DEFAULTS: BatchSettings = {
  ...ROW_DEFAULTS,
  metaSteps: 500,
  tasksPerStep: 8,
  threads: 1,
  queryCapacity: 128,
};

/** As in the papers, with a limit. */
export const OUTER_DEFAULTS: OuterSettings = { outerRate: 0.001, outerClip: 10 };

/** For labels and features of about unit variance. */
export const DESCENT_DEFAULTS: DescentSettings = { innerSteps: 3, innerRate: 0.05, innerClip: 10 };

/** Exact gradients. */
export const ORDER_DEFAULTS: OrderSettings = { order: 'second' };

/** The rules of `NetworkSettings`. */
export const NETWORK_RULES: SettingRules<NetworkSettings> = {
  hidden: {
    text: 'is a list of 1 to 8 layers of 1 to 1024 units',
    holds: (value) =>
      Array.isArray(value) && isCount(value.length, 8) && value.every((units) => isCount(units, 1024)),
  },
  activation: oneOf(['tanh', 'relu']),
  weightDeviation: {
    text: "is 'glorot', 'fan-in' or a finite number above 0",
    holds: (value) => value === 'glorot' || value === 'fan-in' || (isNumber(value) && value > 0),
  },
};

/** The rules of `RegressionLossSettings`. */
export const REGRESSION_LOSS_RULES: SettingRules<RegressionLossSettings> = {
  loss: oneOf(['squared-error', 'huber']),
  huberThreshold: positive(1e6),
};

/** The rules of `LossSettings`. */
export const LOSS_RULES: SettingRules<LossSettings> = {
  ...REGRESSION_LOSS_RULES,
  loss: oneOf(['squared-error', 'huber', 'direction', 'quantiles', 'log-wealth']),
  quantiles: {
    text: 'is a rising list of 1 to 32 numbers above 0 and below 1',
    holds: (value) => Array.isArray(value) && isCount(value.length, 32) && areLevels(value),
  },
  turnoverCost: {
    text: 'is a number from 0 to 1',
    holds: (value) => isNumber(value) && value >= 0 && value <= 1,
  },
};

function areLevels(values: readonly unknown[]): boolean {
  return values.every(
    (value, i) => isNumber(value) && value > 0 && value < 1 && (i === 0 || value > (values[i - 1] as number)),
  );
}

/** The rules of `RowSettings`. */
export const ROW_RULES: SettingRules<RowSettings> = {
  supportCapacity: count(65_536),
  labelLimit: limit(),
  precision: oneOf(['float64', 'float32']),
  executor: oneOf(['wasm', 'typed-arrays', 'tensorflow']),
  scaling: oneOf(['none', 'standard']),
};

/** The rules of `BatchSettings`. */
export const BATCH_RULES: SettingRules<BatchSettings> = {
  ...ROW_RULES,
  metaSteps: count(1_000_000),
  tasksPerStep: count(1024),
  threads: count(64),
  queryCapacity: count(65_536),
};

/** The rules of `OuterSettings`. */
export const OUTER_RULES: SettingRules<OuterSettings> = { outerRate: positive(1), outerClip: limit() };

/** The rules of `DescentSettings`; at the rate 0 an adaptation moves nothing, which makes a control. */
export const DESCENT_RULES: SettingRules<DescentSettings> = {
  innerSteps: count(100),
  innerRate: { text: 'is a finite number of at least 0', holds: (value) => isNumber(value) && value >= 0 },
  innerClip: limit(),
};

/** The rules of `OrderSettings`. */
export const ORDER_RULES: SettingRules<OrderSettings> = { order: oneOf(['second', 'first']) };
