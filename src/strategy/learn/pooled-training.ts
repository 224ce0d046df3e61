import { gradient } from './graph/gradient.ts';
import { add } from './graph/operations/add-scaled.ts';
import { scale } from './graph/operations/scale.ts';
import {
  BATCH_DEFAULTS,
  BATCH_RULES,
  type BatchSettings,
  LOSS_DEFAULTS,
  LOSS_RULES,
  type LossSettings,
  NETWORK_DEFAULTS,
  NETWORK_RULES,
  type NetworkSettings,
  OUTER_DEFAULTS,
  OUTER_RULES,
  type OuterSettings,
  REGRESSION_LOSS_DEFAULTS,
  REGRESSION_LOSS_RULES,
  type RegressionLossSettings,
} from './learner-settings.ts';
import type { NetworkMethod } from './method.ts';
import { networkLoss, networkMethod, networkOf } from './network-method.ts';
import { adamStep } from './outer-step.ts';

/** The settings of a training of a network that predicts labels. */
export interface RegressorSettings
  extends NetworkSettings,
    RegressionLossSettings,
    OuterSettings,
    BatchSettings {}

/** The settings of a training that knows no tasks. */
export interface PooledSettings extends NetworkSettings, LossSettings, OuterSettings, BatchSettings {}

/** For labels and features of about unit variance. */
export const REGRESSOR_DEFAULTS: RegressorSettings = {
  ...NETWORK_DEFAULTS,
  ...REGRESSION_LOSS_DEFAULTS,
  ...OUTER_DEFAULTS,
  ...BATCH_DEFAULTS,
};

/** The rules of `RegressorSettings`. */
export const REGRESSOR_RULES = {
  ...NETWORK_RULES,
  ...REGRESSION_LOSS_RULES,
  ...OUTER_RULES,
  ...BATCH_RULES,
};

/** For labels and features of about unit variance. */
export const POOLED_DEFAULTS: PooledSettings = {
  ...NETWORK_DEFAULTS,
  ...LOSS_DEFAULTS,
  ...OUTER_DEFAULTS,
  ...BATCH_DEFAULTS,
};

/** The rules of `PooledSettings`. */
export const POOLED_RULES = { ...NETWORK_RULES, ...LOSS_RULES, ...OUTER_RULES, ...BATCH_RULES };

/**
 * The part of a method that trains one network on the rows of all tasks alike: the outer gradient is that of the
 * mean of support and query loss, without any adaptation.
 */
export function pooledMethod(
  settings: PooledSettings,
  featureCount: number,
): Omit<NetworkMethod, 'name' | 'steps' | 'adapt'> {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  return {
    ...networkMethod(settings, network),
    metaGradient(copies, { supports, query }) {
      const queryLoss = loss(copies, query);
      const pooled = scale(add(loss(copies, supports[0]!), queryLoss), 0.5);
      return { queryLoss, taskGradients: gradient(pooled, copies) };
    },
    outerStep: () => adamStep(network.parameterCount, settings),
  };
}
