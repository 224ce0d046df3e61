import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import { MAML_SCHEMA, type MamlSettings, type MamlSettingsFull } from './maml-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { HEAD_TENSORS } from './network.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss, networkMethod, networkOf, throughAdaptation } from './network-method.ts';
import { adamStep } from './outer-step.ts';
import { resolveSettings } from './setting-rules.ts';

/**
 * ANIL, almost no inner loop (Raghu, Raghu, Bengio & Vinyals 2020, Rapid Learning or Feature Reuse?): MAML whose
 * inner steps move the output layer alone. The layers before it are trained by the query loss through the adapted
 * output layer, and are the same for every task.
 *
 * Settings, defaults and errors are those of `maml`, under the name `anil`.
 */
export function anil(settings: MamlSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSettings({ ...MAML_SCHEMA, learner: 'anil' }, settings);
  return networkLearner(full, (featureCount) => anilMethod(full, featureCount), compile);
}

/** ANIL as a method. */
export function anilMethod(settings: MamlSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  const adapt: NetworkMethod['adapt'] = (parameters, support) => {
    const body = parameters.slice(0, -HEAD_TENSORS);
    const head = parameters.slice(-HEAD_TENSORS);
    const loop = unrollInnerLoop(head, (moved) => loss([...body, ...moved], support), settings);
    return { ...loop, adapted: [...body, ...loop.adapted] };
  };
  return {
    ...networkMethod(settings, network),
    name: settings.order === 'second' ? 'anil' : 'first-order anil',
    steps: settings.innerSteps,
    adapt,
    metaGradient: throughAdaptation(adapt, loss),
    outerStep: () => adamStep(network.parameterCount, settings),
  };
}
