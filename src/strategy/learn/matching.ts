import { cosineAttention } from './cosine-attention.ts';
import { learnerFactory } from './gradient-learner.ts';
import type { Node } from './graph/node.ts';
import { exponential } from './graph/operations/exponential.ts';
import { scale } from './graph/operations/scale.ts';
import type { Compiler } from './graph/program.ts';
import { lossMean, lossOf } from './loss.ts';
import { MatchingPredictor } from './matching-predictor.ts';
import {
  type MatchingSettings,
  type MatchingSettingsFull,
  resolveMatchingSettings,
} from './matching-settings.ts';
import { metaGradient } from './meta-gradient.ts';
import type { LearnerFactory, Predictor, SampleSet } from './meta-learner.ts';
import type { Adapted, Method, TaskSource, TrainingRows } from './method.ts';
import { initialParameters, multilayerPerceptron, type Network, networkOutput } from './network.ts';
import { boundActivation } from './network-method.ts';
import { adamStep, withinRange } from './outer-step.ts';
import { joinedRows, pastCapacity, recalledRows } from './past-rows.ts';
import { sampleLoss } from './sample-loss.ts';
import { nearestTasks } from './task-distances.ts';

/** A temperature below this is as sharp as the nearest row alone; above 10 all rows weigh alike. */
const TEMPERATURE_RANGE = [0.05, 10] as const;

/**
 * A matching network for regression (Vinyals, Blundell, Lillicrap & Wierstra 2016, Matching Networks for One Shot
 * Learning): ŷ(x) = Σ aᵢyᵢ over the support rows, where a is the softmax of cos(f(x), f(xᵢ))/τ and f a network that
 * is trained, like τ, so that query rows are met. The same f embeds queries and support. A prediction lies within
 * the range of the labels that it attends to: those of the support, and of the `pastTasks` past tasks that are most like
 * it, `pastRows` rows of each, where past tasks are given.
 *
 * An adaptation remembers these rows and takes no gradient; its loss before is that of predicting 0, and its loss after
 * is on the support, which the memory holds. E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are
 * outside their ranges. `compile` makes the training graph runnable.
 */
export function matching(settings: MatchingSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveMatchingSettings(settings);
  return learnerFactory(full, (featureCount) => matchingMethod(full, featureCount), compile);
}

/** A matching network as a method: trained are the embedding, and ln τ as its last number. */
export function matchingMethod(settings: MatchingSettingsFull, featureCount: number): Method {
  const sizes = [featureCount, ...settings.hidden, settings.embeddingUnits];
  const network = multilayerPerceptron(sizes, settings.activation);
  const count = network.parameterCount;
  const logarithm = { name: 'logarithm of the temperature', offset: count, rows: 1, columns: 1 };
  const trained = { tensors: [...network.tensors, logarithm], parameterCount: count + 1 };
  const [low, high] = TEMPERATURE_RANGE;
  const recall = (source: TaskSource): SampleSet =>
    joinedRows([
      recalledRows([source.support], settings.supportCapacity, settings),
      recalledRows(
        nearestTasks(source.support, source.past, settings.pastTasks),
        settings.pastRows,
        settings,
      ),
    ]);
  const predictor = (parameters: Float64Array, support: SampleSet): Predictor =>
    new MatchingPredictor(network, parameters.subarray(0, count), {
      support,
      temperature: Math.exp(parameters[count]!),
    });
  return {
    network,
    bound: [boundActivation(network)],
    batches: null,
    lossOf: (predictor, samples) => sampleLoss(predictor, samples, settings),
    name: 'matching',
    settings: { ...settings, supportCapacity: settings.supportCapacity + pastCapacity(settings) },
    usesPast: settings.pastTasks > 0,
    recall,
    trained,
    steps: 1,
    initialise(random) {
      const parameters = new Float64Array(count + 1).fill(Math.log(settings.temperature));
      parameters.set(initialParameters(network, settings.weightDeviation, random));
      return parameters;
    },
    initial: (parameters) => predictor(parameters, nothing(featureCount)),
    adapter: () => (parameters, source) => {
      const own = recalledRows([source.support], settings.supportCapacity, settings);
      return remembered(predictor(parameters, recall(source)), own, settings);
    },
    metaGradient: (copies, rows) => attentionGradient(network, copies, rows, settings),
    outerStep() {
      const last = { start: count, end: count + 1 };
      return withinRange(adamStep(count + 1, settings), last, [Math.log(low), Math.log(high)]);
    },
  };
}

function attentionGradient(
  network: Network,
  copies: readonly Node[],
  { supports, query }: TrainingRows,
  settings: MatchingSettingsFull,
): ReturnType<Method['metaGradient']> {
  const { features, labels, weights } = supports[0]!;
  const embed = (rows: Node): Node => networkOutput(network, copies.slice(0, -1), rows);
  const inverse = exponential(scale(copies.at(-1)!, -1));
  const attended = { embeddings: embed(features), labels, weights };
  return metaGradient(
    copies,
    () => [cosineAttention(embed(query.features), attended, inverse)],
    ([prediction]) => lossMean(prediction!, query, settings),
  );
}

/** What the memory made of the support rows, which it holds. */
function remembered(predictor: Predictor, used: SampleSet, settings: MatchingSettingsFull): Adapted {
  const { rows, featureCount, features, labels } = used;
  let lossBefore = 0;
  let lossAfter = 0;
  for (let row = 0; row < rows; row++) {
    const place = features.subarray(row * featureCount, (row + 1) * featureCount);
    lossBefore += lossOf(labels[row]!, settings) / rows;
    lossAfter += lossOf(predictor.predict(place) - labels[row]!, settings) / rows;
  }
  return { predictor: Number.isFinite(lossAfter) ? predictor : null, lossBefore, lossAfter, gradientNorm: 0 };
}

function nothing(featureCount: number): SampleSet {
  return { rows: 0, featureCount, features: new Float64Array(0), labels: new Float64Array(0) };
}
