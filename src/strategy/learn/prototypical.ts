import { classInputs } from './class-inputs.ts';
import { learnerFactory } from './gradient-learner.ts';
import { crossEntropy } from './graph/compositions/losses.ts';
import type { Node } from './graph/node.ts';
import { addScaled, shift } from './graph/operations/add-scaled.ts';
import { logarithm } from './graph/operations/logarithm.ts';
import { multiply } from './graph/operations/multiply.ts';
import { sumOver } from './graph/operations/reduce.ts';
import type { Compiler } from './graph/program.ts';
import { isRegression } from './learner-settings.ts';
import { lossMean } from './loss.ts';
import { metaGradient } from './meta-gradient.ts';
import type { LearnerFactory, Predictor, SampleSet } from './meta-learner.ts';
import type { Method, TrainingRows } from './method.ts';
import { initialParameters, multilayerPerceptron, type Network, networkOutput } from './network.ts';
import { boundActivation } from './network-method.ts';
import { adamStep } from './outer-step.ts';
import { pastCapacity } from './past-rows.ts';
import { softmaxWeights, wealthLoss } from './portfolio-loss.ts';
import { classify } from './prototype-classes.ts';
import { classLogits, classProbabilities, prototypes } from './prototype-distance.ts';
import { nothingKnown, type PrototypeMemory, PrototypePredictor, SHARE_MIN } from './prototype-predictor.ts';
import {
  type PrototypicalSettings,
  type PrototypicalSettingsFull,
  resolvePrototypicalSettings,
} from './prototypical-settings.ts';
import { sampleLoss } from './sample-loss.ts';

/** The logit of an empty class is this much lower: its probability is 0. */
const EMPTY_CLASS_LOGIT = 1e4;

/**
 * Prototypical networks (Snell, Swersky & Zemel 2017, Prototypical Networks for Few-Shot Learning): a prototype is the
 * mean embedding of the support rows of a class, and a query row belongs to the classes by the softmax of its negative
 * squared Euclidean distances from their prototypes. Classes are the support's labels by quantiles, or regimes: the
 * support and the past tasks most like it.
 *
 * A prediction is Σ pₖvₖ, where vₖ is the mean label of the rows of class k; or under the loss `'log-wealth'` the
 * logarithm of Σ pₖwₖ, where wₖ is the symbol's weight in the portfolio of class k, made of the support's returns
 * alone. Empty classes are left out. An adaptation takes no gradient; its loss before is that of predicting 0.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function prototypical(settings: PrototypicalSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolvePrototypicalSettings(settings);
  return learnerFactory(full, (featureCount) => prototypicalMethod(full, featureCount), compile);
}

/** Prototypical networks as a method: trained is the embedding. */
export function prototypicalMethod(settings: PrototypicalSettingsFull, featureCount: number): Method {
  const sizes = [featureCount, ...settings.hidden, settings.embeddingUnits];
  const network = multilayerPerceptron(sizes, settings.activation);
  const predictorOf = (parameters: Float64Array, memory: PrototypeMemory): PrototypePredictor =>
    new PrototypePredictor(network, parameters, memory);
  const lossOf = (predictor: Predictor, samples: SampleSet): number =>
    sampleLoss(predictor, samples, settings);
  const pastRows = settings.classes === 'regimes' ? pastCapacity(settings) : 0;
  return {
    name: 'prototypical',
    network,
    trained: network,
    settings: { ...settings, supportCapacity: settings.supportCapacity + pastRows },
    portfolios: settings.loss === 'log-wealth',
    usesPast: settings.classes === 'regimes' && settings.pastTasks > 0,
    bound: [
      boundActivation(network),
      { name: 'classes', value: settings.classes, rule: `the classes are ${settings.classes}` },
    ],
    steps: 1,
    batches: null,
    recall: (source) => classify(source, settings).rows,
    extras: classInputs(settings),
    initialise: (random) => initialParameters(network, settings.weightDeviation, random),
    initial: (parameters) => predictorOf(parameters, nothingKnown(settings)),
    adapter: () => (parameters, source) => {
      const classed = classify(source, settings);
      const predictor = predictorOf(parameters, { classed, isPortfolio: settings.loss === 'log-wealth' });
      const lossBefore = lossOf(predictorOf(parameters, nothingKnown(settings)), source.support);
      const lossAfter = lossOf(predictor, source.support);
      const embedding = predictor.centre;
      const finite = Number.isFinite(lossAfter);
      return { predictor: finite ? predictor : null, lossBefore, lossAfter, gradientNorm: 0, embedding };
    },
    lossOf,
    metaGradient: (copies, rows) => classGradient(network, copies, rows, settings),
    outerStep: () => adamStep(network.parameterCount, settings),
  };
}

function classGradient(
  network: Network,
  copies: readonly Node[],
  { supports, query, extras }: TrainingRows,
  settings: PrototypicalSettingsFull,
): ReturnType<Method['metaGradient']> {
  const [membership, known, values, targets] = extras;
  const embed = (rows: Node): Node => networkOutput(network, copies, rows);
  const centres = prototypes(embed(supports[0]!.features), membership!);
  const logits = classLogits(embed(query.features), centres);
  const { loss, huberThreshold } = settings;
  return metaGradient(
    copies,
    () => [logits],
    () => {
      if (settings.objective === 'class') {
        const open = addScaled(logits, shift(known!, -1), EMPTY_CLASS_LOGIT);
        return sumOver(multiply(query.weights, crossEntropy(open, targets!)), 'rows');
      }
      const prediction = sumOver(multiply(classProbabilities(logits, known!), values!), 'columns');
      if (isRegression(loss)) return lossMean(prediction, query, { loss, huberThreshold });
      const scores = logarithm(shift(prediction, SHARE_MIN));
      return wealthLoss(softmaxWeights(scores, query), query, settings.turnoverCost);
    },
  );
}
