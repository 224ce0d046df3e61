import { ridgeAdaptation } from './anil-ridge.ts';
import type { Compiler } from './graph/program.ts';
import {
  BATCH_DEFAULTS,
  REGRESSION_LOSS_DEFAULTS,
  REGRESSION_LOSS_RULES,
  type RegressionLossSettings,
  ROW_DEFAULTS,
  ROW_RULES,
  type RowSettings,
} from './learner-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { multilayerPerceptron } from './network.ts';
import { networkLearner } from './network-learner.ts';
import { regressionLoss, regressionParts, throughAdaptation } from './network-method.ts';
import { ridgeRule } from './ridge-range.ts';
import { resolveSettings } from './setting-rules.ts';

/** The settings of the rolling ridge with nothing left out. */
interface RollingRidgeSettingsFull extends RegressionLossSettings, RowSettings {
  /** λ, 1e-6 to 1e6; errors are a mean over rows, so λ is per row. */
  readonly ridge: number;
}

/** What a user may set of the rolling ridge; what is left out has the value of `ROLLING_RIDGE_DEFAULTS`. */
export type RollingRidgeSettings = Partial<RollingRidgeSettingsFull>;

/** For labels and features of about unit variance. */
const ROLLING_RIDGE_DEFAULTS: RollingRidgeSettingsFull = {
  ...REGRESSION_LOSS_DEFAULTS,
  ...ROW_DEFAULTS,
  ridge: 0.1,
};

const SCHEMA = {
  learner: 'rolling-ridge',
  defaults: ROLLING_RIDGE_DEFAULTS,
  rules: { ...REGRESSION_LOSS_RULES, ...ROW_RULES, ridge: ridgeRule() },
};

/**
 * Baseline: a linear model in closed form, ridge regression on the support rows alone (Hoerl & Kennard 1970). It
 * has nothing to train: `train` ends without a step, checkpoints are empty, and before any adaptation it predicts 0.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function rollingRidge(settings: RollingRidgeSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSettings<RollingRidgeSettingsFull>(SCHEMA, settings);
  return networkLearner(full, (featureCount) => rollingRidgeMethod(full, featureCount), compile);
}

function rollingRidgeMethod(settings: RollingRidgeSettingsFull, featureCount: number): NetworkMethod {
  const network = multilayerPerceptron([featureCount, 1], 'tanh');
  const adapt = ridgeAdaptation(network, { ...settings, ridgeLearned: false });
  return {
    name: 'rolling-ridge',
    network,
    trained: { tensors: [], parameterCount: 0 },
    settings: { ...BATCH_DEFAULTS, ...settings },
    ...regressionParts(network, { ...BATCH_DEFAULTS, ...settings }),
    bound: [],
    steps: 1,
    batches: null,
    initialise: () => new Float64Array(0),
    networkOf: () => new Float64Array(network.parameterCount),
    adapt,
    metaGradient: throughAdaptation(adapt, regressionLoss(network, settings)),
    outerStep: () => () => undefined,
  };
}
