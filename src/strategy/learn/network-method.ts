import type { Random } from '../../math/random.ts';
import type { BoundSetting } from './checkpoint.ts';
import type { Node } from './graph/node.ts';
import type { BatchSettings, LossSettings, NetworkSettings } from './learner-settings.ts';
import { lossMean, type TaskRows } from './loss.ts';
import { metaGradient } from './meta-gradient.ts';
import type { NetworkMethod } from './method.ts';
import { initialParameters, multilayerPerceptron, type Network, networkOutput } from './network.ts';

/** What every method of a network is built from. */
export type NetworkMethodSettings = NetworkSettings & LossSettings & BatchSettings;

/** The loss of each task for the network's parameters. */
export type NetworkLoss = (parameters: readonly Node[], rows: TaskRows) => Node;

/** The network that the settings make for a number of features. */
export function networkOf(settings: NetworkSettings, featureCount: number): Network {
  return multilayerPerceptron([featureCount, ...settings.hidden, 1], settings.activation);
}

/** The loss that the settings name, of the network's output. */
export function networkLoss(network: Network, settings: LossSettings): NetworkLoss {
  return (parameters, rows) => lossMean(networkOutput(network, parameters, rows.features), rows, settings);
}

/** The part of a method that is the same for all that train the network's own parameters, all rows at once. */
export function networkMethod(
  settings: NetworkMethodSettings,
  network: Network,
): Pick<
  NetworkMethod,
  'network' | 'trained' | 'settings' | 'bound' | 'batches' | 'initialise' | 'networkOf'
> {
  return {
    network,
    trained: network,
    settings,
    bound: [boundActivation(network)],
    batches: null,
    initialise: (random: Random) => initialParameters(network, settings.weightDeviation, random),
    networkOf: (trained) => trained,
  };
}

/** Weights that were trained for one activation mean nothing under another. */
export function boundActivation({ activation }: Network): BoundSetting {
  return { name: 'activation', value: activation, rule: `the hidden layers are ${activation}` };
}

/** The exact outer gradient of the query loss through a method's own adaptation. */
export function throughAdaptation(
  adapt: NetworkMethod['adapt'],
  loss: NetworkLoss,
): NetworkMethod['metaGradient'] {
  return (copies, { supports, query }) =>
    metaGradient(
      copies,
      (parameters) => adapt(parameters, supports[0]!).adapted,
      (adapted) => loss(adapted, query),
    );
}
