import type { Random } from '../../math/random.ts';
import type { BoundSetting } from './checkpoint.ts';
import { boundHead, headOf, REGRESSION_HEAD } from './head.ts';
import { headLoss } from './head-loss.ts';
import type {
  BatchSettings,
  LossSettings,
  NetworkSettings,
  RegressionLossSettings,
  RowSettings,
} from './learner-settings.ts';
import { lossMean } from './loss.ts';
import { metaGradient } from './meta-gradient.ts';
import type { NetworkLoss, NetworkMethod } from './method.ts';
import { initialParameters, multilayerPerceptron, type Network, networkOutput } from './network.ts';
import { sampleLoss } from './sample-loss.ts';

/** What every method of a network is built from. */
export type NetworkMethodSettings = NetworkSettings & LossSettings & BatchSettings;

/** The network that the settings make for a number of features. */
export function networkOf(
  settings: NetworkSettings & (LossSettings | RegressionLossSettings),
  featureCount: number,
): Network {
  const units = 'quantiles' in settings ? headOf(settings).units : 1;
  return multilayerPerceptron([featureCount, ...settings.hidden, units], settings.activation);
}

/** The loss that the settings name, of the network's output. */
export function networkLoss(network: Network, settings: LossSettings): NetworkLoss {
  return (parameters, rows) => headLoss(networkOutput(network, parameters, rows.features), rows, settings);
}

/** The same for a loss of errors. */
export function regressionLoss(network: Network, settings: RegressionLossSettings): NetworkLoss {
  return (parameters, rows) => lossMean(networkOutput(network, parameters, rows.features), rows, settings);
}

/** The part of a method that follows from a loss of errors. */
export function regressionParts(
  network: Network,
  settings: RegressionLossSettings & RowSettings,
): Pick<NetworkMethod, 'head' | 'loss' | 'lossOf'> {
  return {
    head: REGRESSION_HEAD,
    loss: regressionLoss(network, settings),
    lossOf: (predictor, samples) => sampleLoss(predictor, samples, settings),
  };
}

/** The part of a method that is the same for all that train the network's own parameters, all rows at once. */
export function networkMethod(
  settings: NetworkMethodSettings,
  network: Network,
): Pick<
  NetworkMethod,
  | 'network'
  | 'trained'
  | 'settings'
  | 'portfolios'
  | 'bound'
  | 'batches'
  | 'head'
  | 'loss'
  | 'lossOf'
  | 'initialise'
  | 'networkOf'
> {
  return {
    network,
    trained: network,
    settings,
    portfolios: settings.loss === 'log-wealth',
    bound: [boundActivation(network), ...boundHead(settings)],
    batches: null,
    head: headOf(settings),
    loss: networkLoss(network, settings),
    lossOf: (predictor, samples) => sampleLoss(predictor, samples, settings),
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
