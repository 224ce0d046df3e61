import type { Node } from './graph/node.ts';
import { exponential } from './graph/operations/exponential.ts';
import { constant } from './graph/operations/leaf.ts';
import type { Compiler } from './graph/program.ts';
import { lossMean } from './loss.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import {
  HEAD_TENSORS,
  hiddenUnits,
  initialParameters,
  type Network,
  type ParameterLayout,
} from './network.ts';
import { networkLearner } from './network-learner.ts';
import {
  boundActivation,
  networkOf,
  regressionLoss,
  regressionParts,
  throughAdaptation,
} from './network-method.ts';
import { adamStep, withinRange } from './outer-step.ts';
import { REGRESSOR_DEFAULTS, REGRESSOR_RULES, type RegressorSettings } from './pooled-training.ts';
import { ridgeHead } from './ridge-head.ts';
import { RIDGE_MAX, RIDGE_MIN, ridgeRule } from './ridge-range.ts';
import { resolveSettings } from './setting-rules.ts';

/** The settings of ANIL with a ridge head with nothing left out. */
export interface AnilRidgeSettingsFull extends RegressorSettings {
  /** λ, 1e-6 to 1e6: the first one where it is learned. Errors are a mean over rows, so λ is per row. */
  readonly ridge: number;
  /** Whether λ is trained with the network; its logarithm is, so that it stays positive and within its range. */
  readonly ridgeLearned: boolean;
}

/** What a user may set of ANIL with a ridge head; what is left out has the value of `ANIL_RIDGE_DEFAULTS`. */
export type AnilRidgeSettings = Partial<AnilRidgeSettingsFull>;

/** For labels and features of about unit variance. */
export const ANIL_RIDGE_DEFAULTS: AnilRidgeSettingsFull = {
  ...REGRESSOR_DEFAULTS,
  ridge: 0.1,
  ridgeLearned: true,
};

const SCHEMA = {
  learner: 'anil-ridge',
  defaults: ANIL_RIDGE_DEFAULTS,
  rules: {
    ...REGRESSOR_RULES,
    ridge: ridgeRule(),
    ridgeLearned: { text: 'is true or false', holds: (value: unknown) => typeof value === 'boolean' },
  },
};

/**
 * ANIL whose output layer is the closed form of ridge regression on the support rows (Bertinetto, Henriques, Torr &
 * Vedaldi 2019, Meta-Learning with Differentiable Closed-Form Solvers, R2D2): no step size and no divergence of
 * steps. The layers before it, and λ where it is learned, are trained by the query loss through the solution, which
 * is exact to second order. The solution minimises squared errors; `loss` names that of the query rows, and of the
 * losses that are reported.
 *
 * Before any adaptation the output layer is 0, and so is every prediction. The gradient norm of an adaptation is
 * that of the squared errors there. E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN for settings outside their ranges.
 */
export function anilRidge(settings: AnilRidgeSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSettings<AnilRidgeSettingsFull>(SCHEMA, settings);
  return networkLearner(full, (featureCount) => anilRidgeMethod(full, featureCount), compile);
}

/** ANIL with a ridge head as a method: trained are the hidden layers, and ln λ where it is learned. */
export function anilRidgeMethod(settings: AnilRidgeSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const { trained, bodyCount } = trainedLayout(network, settings.ridgeLearned);
  const adapt = ridgeAdaptation(network, settings);
  return {
    name: 'anil-ridge',
    network,
    trained,
    settings,
    ...regressionParts(network, settings),
    bound: [boundActivation(network)],
    steps: 1,
    batches: null,
    initialise(random) {
      const parameters = new Float64Array(trained.parameterCount).fill(Math.log(settings.ridge));
      const weights = initialParameters(network, settings.weightDeviation, random);
      parameters.set(weights.subarray(0, bodyCount));
      return parameters;
    },
    networkOf(parameters) {
      const whole = new Float64Array(network.parameterCount);
      whole.set(parameters.subarray(0, bodyCount));
      return whole;
    },
    adapt,
    metaGradient: throughAdaptation(adapt, regressionLoss(network, settings)),
    outerStep() {
      const ridge = { start: bodyCount, end: trained.parameterCount };
      const range = [Math.log(RIDGE_MIN), Math.log(RIDGE_MAX)] as const;
      return withinRange(adamStep(trained.parameterCount, settings), ridge, range);
    },
  };
}

/** The closed form as an adaptation; where λ is learned its logarithm is the last of the trained tensors. */
export function ridgeAdaptation(
  network: Network,
  settings: Pick<AnilRidgeSettingsFull, 'ridge' | 'ridgeLearned' | 'loss' | 'huberThreshold'>,
): NetworkMethod['adapt'] {
  const bodyTensors = network.tensors.length - HEAD_TENSORS;
  return (parameters, support) => {
    const { graph } = support.labels;
    const body = parameters.slice(0, bodyTensors);
    const ridge: Node = settings.ridgeLearned
      ? exponential(parameters[bodyTensors]!)
      : constant(graph, settings.ridge, [1, 1, 1]);
    const head = ridgeHead(hiddenUnits(network, body, support.features), support, ridge);
    const lossBefore = lossMean(constant(graph, 0, support.labels.shape), support, settings);
    return { adapted: [...body, head.weights, head.bias], lossBefore, firstGradient: head.gradientAtZero };
  };
}

function trainedLayout(
  network: Network,
  ridgeLearned: boolean,
): { readonly trained: ParameterLayout; readonly bodyCount: number } {
  const tensors = network.tensors.slice(0, -HEAD_TENSORS);
  const bodyCount = network.tensors.at(-HEAD_TENSORS)!.offset;
  if (!ridgeLearned) return { trained: { tensors, parameterCount: bodyCount }, bodyCount };
  const logarithm = { name: 'logarithm of the ridge', offset: bodyCount, rows: 1, columns: 1 };
  return { trained: { tensors: [...tensors, logarithm], parameterCount: bodyCount + 1 }, bodyCount };
}
