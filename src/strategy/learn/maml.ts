import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import { type MamlSettings, type MamlSettingsFull, resolveMamlSettings } from './maml-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss, networkMethod, networkOf, throughAdaptation } from './network-method.ts';
import { adamStep } from './outer-step.ts';

/**
 * Model-agnostic meta-learning (Finn, Abbeel & Levine 2017) of a fully connected network with one output, under the
 * mean squared error or the Huber loss: training looks for an initialisation from which `innerSteps` steps of
 * gradient descent on a support set give a low loss on the query rows after it. Adam moves the initialisation along
 * the mean of the tasks' meta-gradients, which are exact to second order unless `order` is `'first'` (FOMAML).
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges. `compile` makes the
 * graphs runnable, by default on the executor and in the precision that the settings name.
 */
export function maml(settings: MamlSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveMamlSettings(settings);
  return networkLearner(full, (featureCount) => mamlMethod(full, featureCount), compile);
}

/** MAML as a method: gradient steps on the whole network. */
export function mamlMethod(settings: MamlSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  const adapt: NetworkMethod['adapt'] = (parameters, support) =>
    unrollInnerLoop(parameters, (moved) => loss(moved, support), settings);
  return {
    ...networkMethod(settings, network),
    name: settings.order === 'second' ? 'maml' : 'fomaml',
    steps: settings.innerSteps,
    adapt,
    metaGradient: throughAdaptation(adapt, loss),
    outerStep: () => adamStep(network.parameterCount, settings),
  };
}
