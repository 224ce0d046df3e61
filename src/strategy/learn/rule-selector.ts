import { float64Hash } from '../../math/float64-hash.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkCheckpoint } from './checkpoint.ts';
import type {
  Episode,
  LearnerFactory,
  MetaLearner,
  NamedTensor,
  Predictor,
  SampleSet,
} from './meta-learner.ts';
import {
  meanPayoffs,
  type PayoffTask,
  payoffTask,
  type SelectorFit,
  selectorFit,
  usualFit,
} from './rule-payoffs.ts';
import { checkSamples } from './sample-rows.ts';
import { count, isNumber, resolveSettings } from './setting-rules.ts';

/** The settings of the rule selector with nothing left out. */
interface RuleSelectorSettingsFull {
  /** Tasks that the prior is learned from, 1 to 100,000. */
  readonly metaTasks: number;
  /** The most past regimes that are recalled, those most like the support; 0 to 64. */
  readonly pastTasks: number;
}

/** What a user may set of the rule selector; what is left out has the value of its defaults. */
export type RuleSelectorSettings = Partial<RuleSelectorSettingsFull>;

const SCHEMA = {
  learner: 'rule-selector',
  defaults: { metaTasks: 1_000, pastTasks: 4 } as RuleSelectorSettingsFull,
  rules: {
    metaTasks: count(100_000),
    pastTasks: {
      text: 'is a whole number from 0 to 64',
      holds: (value: unknown) => isNumber(value) && Number.isInteger(value) && value >= 0 && value <= 64,
    },
  },
};

/** Tasks between two reports of progress. */
const TASKS_PER_STEP = 50;

/**
 * Chooses among rules whose positions are the features (`ruleSignals`). A rule's payoff in a row is its position times the label.
 * Learned over many tasks are the prior, the mean payoff of each rule; how many rows of a support weigh as much as it; how much
 * the payoffs in recalled past regimes add; and how sharply expected payoffs are turned into weights, a softmax. An adaptation is
 * the posterior mean in closed form (empirical Bayes; Efron & Morris 1973): no gradient steps. A prediction is the weighted
 * position, from −1 to 1. The loss is minus the mean payoff.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function ruleSelector(settings: RuleSelectorSettings = {}): LearnerFactory {
  const full = resolveSettings<RuleSelectorSettingsFull>(SCHEMA, settings);
  return {
    settings: { ...full },
    create: (featureCount) => new RuleSelector(full, featureCount, usualFit(featureCount)),
    restore(checkpoint) {
      const { featureCount, parameters } = checkpoint;
      const learner = new RuleSelector(full, featureCount, usualFit(featureCount));
      const trained = { tensors: tensorsOf(featureCount), parameterCount: featureCount + 3 };
      checkCheckpoint(checkpoint, { name: learner.name, trained, bound: [] });
      return new RuleSelector(full, featureCount, fitFrom(parameters));
    },
  };
}

class RuleSelector implements MetaLearner {
  readonly name: string;
  readonly featureCount: number;
  readonly usesPast: boolean;
  readonly #settings: RuleSelectorSettingsFull;
  #fit: SelectorFit;

  constructor(settings: RuleSelectorSettingsFull, featureCount: number, fit: SelectorFit) {
    if (!Number.isInteger(featureCount) || featureCount < 1) {
      const rule = 'a learner has at least one feature';
      throw new RegimetaError('E_LEARNER_SHAPE', { place: 'learner', rule, found: String(featureCount) });
    }
    this.#settings = settings;
    this.featureCount = featureCount;
    this.name = `rule-selector ${featureCount}`;
    this.usesPast = settings.pastTasks > 0;
    this.#fit = fit;
  }

  initial(): Predictor {
    return new WeightedRules(weightsOf(this.#fit.prior, this.#fit.sharpness));
  }

  adapt(support: SampleSet, past: readonly SampleSet[] = []): ReturnType<MetaLearner['adapt']> {
    checkSamples(support, this.featureCount, 'support set');
    const task = payoffTask({ support, past }, this.#settings.pastTasks);
    const expected = expectedPayoffs(task, this.#fit);
    const predictor = new WeightedRules(weightsOf(expected, this.#fit.sharpness));
    const holds = predictor.weights.every(Number.isFinite);
    const before = this.initial();
    return {
      predictor: holds ? predictor : before,
      diverged: !holds,
      steps: 1,
      lossBefore: this.lossOf(before, support),
      lossAfter: this.lossOf(holds ? predictor : before, support),
      gradientNorm: 0,
      embedding: Float64Array.from(expected),
    };
  }

  *train(...[episodes, random]: Parameters<MetaLearner['train']>): ReturnType<MetaLearner['train']> {
    const { metaTasks, pastTasks } = this.#settings;
    const tasks: (PayoffTask & { readonly query: Float64Array })[] = [];
    const steps = Math.ceil(metaTasks / TASKS_PER_STEP);
    for (let step = 1; step <= steps; step++) {
      while (tasks.length < Math.min(metaTasks, step * TASKS_PER_STEP)) {
        const episode: Episode = episodes(random);
        tasks.push({ ...payoffTask(episode, pastTasks), query: meanPayoffs(episode.query) });
      }
      this.#fit = selectorFit(tasks, weightsOf, expectedPayoffs);
      const losses = tasks.map(
        (task) => -dot(weightsOf(expectedPayoffs(task, this.#fit), this.#fit.sharpness), task.query),
      );
      const queryLoss = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      yield { step, steps, queryLoss, tasksDiverged: 0 };
    }
  }

  checkpoint(): ReturnType<MetaLearner['checkpoint']> {
    const { prior, rowsOfPrior, recalledShare, sharpness } = this.#fit;
    const parameters = Float64Array.from([...prior, rowsOfPrior, recalledShare, sharpness]);
    const { name: learner, featureCount } = this;
    return {
      learner,
      settings: { ...this.#settings },
      featureCount,
      parameters,
      tensors: tensorsOf(featureCount),
    };
  }

  lossOf(predictor: Predictor, samples: SampleSet): number {
    const { rows, featureCount, features, labels } = samples;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      sum -=
        predictor.predict(features.subarray(row * featureCount, (row + 1) * featureCount)) * labels[row]!;
    }
    return sum / rows;
  }
}

function tensorsOf(featureCount: number): NamedTensor[] {
  return [
    { name: 'prior payoffs', offset: 0, rows: 1, columns: featureCount },
    {
      name: 'rows of the prior, share of the recalled, sharpness',
      offset: featureCount,
      rows: 1,
      columns: 3,
    },
  ];
}

function fitFrom(parameters: Float64Array): SelectorFit {
  const [rowsOfPrior, recalledShare, sharpness] = parameters.slice(-3) as unknown as [number, number, number];
  return { prior: parameters.slice(0, -3), rowsOfPrior, recalledShare, sharpness };
}

/** The posterior mean payoff of each rule. */
function expectedPayoffs({ support, slices, recalled }: PayoffTask, fit: SelectorFit): Float64Array {
  const trust = slices / (slices + fit.rowsOfPrior);
  return fit.prior.map((prior, rule) => {
    const like = recalled ? fit.recalledShare * (recalled[rule]! - prior) : 0;
    return prior + trust * (support[rule]! - prior) + (1 - trust) * like;
  });
}

/** A softmax of expected payoffs. */
function weightsOf(expected: Float64Array, sharpness: number): Float64Array {
  const most = expected.reduce((best, payoff) => Math.max(best, payoff), Number.NEGATIVE_INFINITY);
  const powers = expected.map((payoff) => Math.exp(sharpness * (payoff - most)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Predicts the weighted position of the rules. */
class WeightedRules implements Predictor {
  readonly parametersHash: string;
  readonly weights: Float64Array;

  constructor(weights: Float64Array) {
    this.weights = weights;
    this.parametersHash = float64Hash(weights);
  }

  predict(features: Float64Array): number {
    if (features.length === this.weights.length) return dot(this.weights, features);
    const rule = `a row has ${this.weights.length} features`;
    throw new RegimetaError('E_LEARNER_SHAPE', { place: 'predict', rule, found: String(features.length) });
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
