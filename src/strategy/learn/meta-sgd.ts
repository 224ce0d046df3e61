import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import type { LearnerFactory } from './meta-learner.ts';
import {
  type MetaSgdSettings,
  type MetaSgdSettingsFull,
  resolveMetaSgdSettings,
} from './meta-sgd-settings.ts';
import type { NetworkMethod } from './method.ts';
import { initialParameters, type Network, type ParameterLayout } from './network.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss, networkMethod, networkOf, throughAdaptation } from './network-method.ts';
import { adamStep, withinRange } from './outer-step.ts';

/**
 * Meta-SGD (Li, Zhou, Chen & Li 2017, arXiv 1707.09835, algorithm 1): MAML that learns a step size for every
 * parameter together with the initialisation, θ′ = θ − α ∘ ∇L(θ). A step size may become negative; after every
 * meta-step it is set to ± `rateLimit` where it lies beyond.
 *
 * Learned step sizes are valid only for the number of steps that they were trained with, and further steps diverge:
 * a checkpoint is refused with E_LEARNER_SHAPE where `innerSteps` is another. E_PARAMETER_INVALID and
 * E_PARAMETER_UNKNOWN for settings outside their ranges.
 */
export function metaSgd(settings: MetaSgdSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveMetaSgdSettings(settings);
  return networkLearner(full, (featureCount) => metaSgdMethod(full, featureCount), compile);
}

/** Meta-SGD as a method: the trained parameters are the network's and then as many step sizes. */
export function metaSgdMethod(settings: MetaSgdSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  const base = networkMethod(settings, network);
  const trained = withStepSizes(network);
  const tensorCount = network.tensors.length;
  const { innerSteps, initialRate, rateLimit } = settings;
  const adapt: NetworkMethod['adapt'] = (parameters, support) => {
    const innerRate = parameters.slice(tensorCount);
    const moved = parameters.slice(0, tensorCount);
    return unrollInnerLoop(moved, (present) => loss(present, support), { ...settings, innerRate });
  };
  const rule = `learned step sizes are valid only for the number of steps of their training, here ${innerSteps}`;
  return {
    ...base,
    trained,
    bound: [...base.bound, { name: 'innerSteps', value: innerSteps, rule }],
    name: settings.order === 'second' ? 'meta-sgd' : 'first-order meta-sgd',
    steps: innerSteps,
    initialise(random) {
      const parameters = new Float64Array(trained.parameterCount);
      parameters.set(initialParameters(network, settings.weightDeviation, random));
      const [low, high] = typeof initialRate === 'number' ? [initialRate, initialRate] : initialRate;
      for (let i = network.parameterCount; i < parameters.length; i++) {
        parameters[i] = low + (high - low) * random.uniform();
      }
      return parameters;
    },
    networkOf: (parameters) => parameters.subarray(0, network.parameterCount),
    adapt,
    metaGradient: throughAdaptation(adapt, loss),
    outerStep() {
      const rates = { start: network.parameterCount, end: trained.parameterCount };
      return withinRange(adamStep(trained.parameterCount, settings), rates, [-rateLimit, rateLimit]);
    },
  };
}

function withStepSizes({ tensors, parameterCount }: Network): ParameterLayout {
  const rates = tensors.map((tensor) => ({
    ...tensor,
    name: `step sizes of ${tensor.name}`,
    offset: parameterCount + tensor.offset,
  }));
  return { tensors: [...tensors, ...rates], parameterCount: 2 * parameterCount };
}
