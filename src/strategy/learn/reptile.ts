import type { Node } from './graph/node.ts';
import { subtract } from './graph/operations/add-scaled.ts';
import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkLoss, NetworkMethod, OuterStep, TrainingRows } from './method.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss, networkMethod, networkOf } from './network-method.ts';
import {
  type ReptileSettings,
  type ReptileSettingsFull,
  resolveReptileSettings,
} from './reptile-settings.ts';

/**
 * Reptile (Nichol, Achiam & Schulman 2018, On First-Order Meta-Learning Algorithms, algorithm 2): of every task
 * `innerSteps` steps of stochastic gradient descent on its support rows lead from θ to φ, and the outer step is
 * θ ← θ + ε(mean φ − θ), with ε falling in a straight line from `outerRate` to 0 over the training. Tasks that
 * diverged have no part in the mean. Query rows are read only to report the loss.
 *
 * An adaptation after training takes `adaptationSteps` steps on all support rows. E_PARAMETER_INVALID where
 * `innerSteps` is below 2, since one step would be joint training; it and E_PARAMETER_UNKNOWN for other settings
 * that are out of range or not settings.
 */
export function reptile(settings: ReptileSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveReptileSettings(settings);
  return networkLearner(full, (featureCount) => reptileMethod(full, featureCount), compile);
}

/** Reptile as a method: what it calls its gradient is θ − φ. */
function reptileMethod(settings: ReptileSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  const { innerSteps, adaptationSteps, batchRows } = settings;
  return {
    ...networkMethod(settings, network),
    name: 'reptile',
    steps: adaptationSteps,
    batches: batchRows === null ? null : { steps: innerSteps, rows: batchRows },
    adapt: (parameters, support) =>
      unrollInnerLoop(parameters, (moved) => loss(moved, support), {
        ...settings,
        innerSteps: adaptationSteps,
        order: 'first',
      }),
    metaGradient: (copies, rows) => movement(copies, rows, loss, settings),
    outerStep: () => interpolation(settings),
  };
}

function movement(
  copies: readonly Node[],
  { supports, query }: TrainingRows,
  loss: NetworkLoss,
  settings: ReptileSettingsFull,
): ReturnType<NetworkMethod['metaGradient']> {
  const lossOfStep = (moved: readonly Node[], step: number): Node =>
    loss(moved, supports[step % supports.length]!);
  const { adapted } = unrollInnerLoop(copies, lossOfStep, { ...settings, order: 'first' });
  const taskGradients = copies.map((copy, place) => subtract(copy, adapted[place]!));
  return { queryLoss: loss(adapted, query), taskGradients };
}

/** θ ← θ − ε·(θ − mean φ), with the full rate in the first step and 0 after the last. */
function interpolation({ outerRate, metaSteps }: ReptileSettingsFull): OuterStep {
  return (parameters, gradient, step) => {
    const rate = outerRate * (1 - (step - 1) / metaSteps);
    for (let i = 0; i < parameters.length; i++) parameters[i]! -= rate * gradient[i]!;
  };
}
