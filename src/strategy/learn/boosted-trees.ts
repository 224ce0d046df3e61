import { float64Hash } from '../../math/float64-hash.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { learnerFactory } from './gradient-learner.ts';
import {
  BATCH_DEFAULTS,
  REGRESSION_LOSS_DEFAULTS,
  ROW_DEFAULTS,
  ROW_RULES,
  type RowSettings,
} from './learner-settings.ts';
import type { LearnerFactory, Predictor, SampleSet } from './meta-learner.ts';
import type { Method } from './method.ts';
import { multilayerPerceptron } from './network.ts';
import { recalledRows } from './past-rows.ts';
import { fitTree, type RegressionTree, treeValue } from './regression-tree.ts';
import { sampleLoss } from './sample-loss.ts';
import { count, positive, resolveSettings } from './setting-rules.ts';

/** The settings of boosted trees with nothing left out. */
interface BoostedTreesSettingsFull extends RowSettings {
  /** Trees, 1 to 1,000. */
  readonly trees: number;
  /** Splits from the root of a tree to a leaf, 1 to 8; 1 makes stumps. */
  readonly depth: number;
  /** The part of each tree that is taken, above 0 and at most 1. */
  readonly shrinkage: number;
  /** The fewest rows of a leaf, 1 to 65,536. */
  readonly leafRows: number;
}

/** What a user may set of boosted trees; what is left out has the value of its defaults. */
export type BoostedTreesSettings = Partial<BoostedTreesSettingsFull>;

const SCHEMA = {
  learner: 'boosted-trees',
  defaults: { ...ROW_DEFAULTS, trees: 50, depth: 2, shrinkage: 0.1, leafRows: 5 } as BoostedTreesSettingsFull,
  rules: {
    ...ROW_RULES,
    trees: count(1000),
    depth: count(8),
    shrinkage: positive(1),
    leafRows: count(65_536),
  },
};

/**
 * Baseline: gradient boosting of regression trees under the squared error (Friedman 2001, Greedy Function Approximation,
 * algorithm 2) on the support rows alone. Every tree is fitted to what the trees before it left over; splits are exact
 * and without chance: of equal splits the first feature and the lowest threshold are taken. It has nothing to train,
 * and before any adaptation it predicts 0. E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN for settings outside their ranges.
 */
export function boostedTrees(settings: BoostedTreesSettings = {}): LearnerFactory {
  const full = resolveSettings<BoostedTreesSettingsFull>(SCHEMA, settings);
  return learnerFactory(full, (featureCount) => boostedTreesMethod(full, featureCount));
}

function boostedTreesMethod(settings: BoostedTreesSettingsFull, featureCount: number): Method {
  const network = multilayerPerceptron([featureCount, 1], 'tanh');
  const lossOf: Method['lossOf'] = (predictor, samples) =>
    sampleLoss(predictor, samples, { ...REGRESSION_LOSS_DEFAULTS, ...settings });
  const initial = new BoostedPredictor({ base: 0, shrinkage: 0, trees: [] }, featureCount);
  return {
    name: 'boosted-trees',
    network,
    trained: { tensors: [], parameterCount: 0 },
    settings: { ...BATCH_DEFAULTS, ...settings },
    bound: [],
    steps: settings.trees,
    batches: null,
    lossOf,
    initialise: () => new Float64Array(0),
    initial: () => initial,
    adapter:
      () =>
      (_, { support }) => {
        const used = recalledRows([support], settings.supportCapacity, settings);
        const predictor = new BoostedPredictor(boost(used, settings), featureCount);
        const lossBefore = lossOf(initial, used);
        const lossAfter = lossOf(predictor, used);
        return {
          predictor: Number.isFinite(lossAfter) ? predictor : null,
          lossBefore,
          lossAfter,
          gradientNorm: 0,
        };
      },
    metaGradient() {
      throw new RegimetaError('E_INVARIANT', { place: 'boosted-trees', rule: 'there is nothing to train' });
    },
    outerStep: () => () => undefined,
  };
}

/** A sum of trees: `base + shrinkage · Σ trees`. */
interface BoostedModel {
  readonly base: number;
  readonly shrinkage: number;
  readonly trees: readonly RegressionTree[];
}

function boost(support: SampleSet, settings: BoostedTreesSettingsFull): BoostedModel {
  const { rows, featureCount, features } = support;
  const { depth, leafRows, shrinkage } = settings;
  const base = support.labels.reduce((sum, label) => sum + label, 0) / rows;
  const rest = support.labels.map((label) => label - base);
  const trees: RegressionTree[] = [];
  for (let round = 0; round < settings.trees; round++) {
    const tree = fitTree({ rows, featureCount, features, labels: rest }, { depth, leafRows });
    trees.push(tree);
    for (let row = 0; row < rows; row++)
      rest[row]! -= shrinkage * treeValue(tree, features, row * featureCount);
  }
  return { base, shrinkage, trees };
}

/** Predicts with trees that nothing changes any more. */
class BoostedPredictor implements Predictor {
  readonly parametersHash: string;
  readonly #model: BoostedModel;
  readonly #featureCount: number;

  constructor(model: BoostedModel, featureCount: number) {
    this.#model = model;
    this.#featureCount = featureCount;
    const numbers = model.trees.flatMap(({ feature, threshold, value }) => [
      ...feature,
      ...threshold,
      ...value,
    ]);
    this.parametersHash = float64Hash(Float64Array.from([model.base, model.shrinkage, ...numbers]));
  }

  predict(features: Float64Array): number {
    if (features.length !== this.#featureCount) {
      const rule = `a row has ${this.#featureCount} features`;
      throw new RegimetaError('E_LEARNER_SHAPE', { place: 'predict', rule, found: String(features.length) });
    }
    const { base, shrinkage, trees } = this.#model;
    let sum = base;
    for (let i = 0; i < trees.length; i++) sum += shrinkage * treeValue(trees[i]!, features, 0);
    return sum;
  }
}
