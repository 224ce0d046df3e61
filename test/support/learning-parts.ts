import { createHash } from 'node:crypto';
import type { Random } from '../../src/math/random.ts';
import type { MarketSlice } from '../../src/model/market-slice.ts';
import type { FeatureFactory, FeatureSet } from '../../src/strategy/features/feature-set.ts';
import type {
  Adaptation,
  Checkpoint,
  EpisodeSource,
  LearnerFactory,
  MetaLearner,
  MetaStepReport,
  Predictor,
  SampleSet,
} from '../../src/strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../../src/strategy/learner-slot.ts';
import { defineDetector } from '../../src/strategy/regime/define-detector.ts';
import type { DetectorFactory } from '../../src/strategy/regime/regime-detector.ts';

/** One feature, the last log return of a symbol; its size, and at least a thousandth, is the volatility. */
export class ReturnFeatures implements FeatureSet {
  readonly names = ['return'];
  readonly lookback = 2;
  readonly observationNames = ['mean return'];
  readonly #previous: Float64Array;
  readonly #return: Float64Array;

  constructor(symbolCount: number) {
    this.#previous = new Float64Array(symbolCount).fill(Number.NaN);
    this.#return = new Float64Array(symbolCount).fill(Number.NaN);
  }

  update(slice: MarketSlice): void {
    for (let symbol = 0; symbol < this.#return.length; symbol++) {
      this.#return[symbol] = Number.NaN;
      if (slice.fresh[symbol] === 0) continue;
      const close = slice.close[symbol]!;
      this.#return[symbol] = Math.log(close / this.#previous[symbol]!);
      this.#previous[symbol] = close;
    }
  }

  ready(symbolIndex: number): boolean {
    return !Number.isNaN(this.#return[symbolIndex]!);
  }

  write(symbolIndex: number, out: Float64Array, offset: number): void {
    out[offset] = this.#return[symbolIndex]!;
  }

  volatility(symbolIndex: number): number {
    return 0.001 + Math.abs(this.#return[symbolIndex]!);
  }

  observe(out: Float64Array): boolean {
    let sum = 0;
    let count = 0;
    for (const value of this.#return) {
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    out[0] = sum / count;
    return count > 0;
  }
}

/** The features above, for any number of symbols. */
const returnFeatures: FeatureFactory = {
  settings: {},
  create: (symbolCount) => new ReturnFeatures(symbolCount),
};

/** Confirms a change once so many observations in a row lie on the other side of zero than the regime before. */
export function signDetector(patience: number): DetectorFactory {
  return defineDetector({
    name: `sign ${patience}`,
    settings: { patience },
    init: () => ({ sign: 0, contrary: 0, run: 0 }),
    update(state, observation) {
      const sign = Math.sign(observation[0]!);
      if (state.sign === 0) state.sign = sign;
      state.run++;
      state.contrary = sign === -state.sign ? state.contrary + 1 : 0;
      const changeProbability = state.contrary / patience;
      const confirmed = state.contrary === patience;
      if (confirmed) {
        state.sign = sign;
        state.run = state.contrary;
        state.contrary = 0;
      }
      return { confirmed, changeProbability, runLength: state.run };
    },
  });
}

/** Predicts one number, whatever the features. */
class ConstantPredictor implements Predictor {
  readonly parametersHash: string;
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
    this.parametersHash = createHash('sha256').update(String(value)).digest('hex');
  }

  predict(): number {
    return this.#value;
  }
}

/**
 * A learner of one parameter: the label that it expects. It adapts by one gradient step of the squared loss that goes
 * half the way to the mean label, and calls a support set with a label beyond `labelMax` diverged. Meta-training
 * moves the initialisation to where adaptation leads, as Reptile does.
 */
export class MeanLearner implements MetaLearner {
  readonly name = 'mean';
  readonly featureCount: number;
  readonly #labelMax: number;
  #expected: number;

  constructor(featureCount: number, labelMax = Number.POSITIVE_INFINITY, expected = 0) {
    this.featureCount = featureCount;
    this.#labelMax = labelMax;
    this.#expected = expected;
  }

  initial(): Predictor {
    return new ConstantPredictor(this.#expected);
  }

  adapt(support: SampleSet): Adaptation {
    const labels = support.labels.subarray(0, support.rows);
    const expected = (this.#expected + meanOf(labels)) / 2;
    const diverged = labels.some((label) => Math.abs(label) > this.#labelMax);
    return {
      predictor: diverged ? this.initial() : new ConstantPredictor(expected),
      diverged,
      steps: 1,
      lossBefore: squaredLoss(labels, this.#expected),
      lossAfter: squaredLoss(labels, expected),
      gradientNorm: Math.abs(2 * (this.#expected - meanOf(labels))),
    };
  }

  *train(episodes: EpisodeSource, random: Random): Generator<MetaStepReport, void, void> {
    const steps = 5;
    for (let step = 1; step <= steps; step++) {
      const { support, query } = episodes(random);
      const adapted = (this.#expected + meanOf(support.labels.subarray(0, support.rows))) / 2;
      const queryLoss = squaredLoss(query.labels.subarray(0, query.rows), adapted);
      this.#expected += (adapted - this.#expected) / 10;
      yield { step, steps, queryLoss, tasksDiverged: 0 };
    }
  }

  checkpoint(): Checkpoint {
    const parameters = Float64Array.of(this.#expected);
    return { learner: this.name, settings: {}, featureCount: this.featureCount, parameters };
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squaredLoss(labels: Float64Array, expected: number): number {
  return meanOf(labels.map((label) => (label - expected) ** 2));
}

/** The learner above. */
const meanLearner: LearnerFactory = {
  settings: {},
  create: (featureCount) => new MeanLearner(featureCount),
  restore: ({ featureCount, parameters }) =>
    new MeanLearner(featureCount, Number.POSITIVE_INFINITY, parameters[0]!),
};

/** A slot of the parts above: labels look 3 slices ahead, and a change needs 2 contrary days. */
export function learnerSlot(changes: Partial<LearnerSlot> = {}): LearnerSlot {
  return {
    features: returnFeatures,
    detector: signDetector(2),
    model: meanLearner,
    labelHorizonBars: 3,
    supportBars: [4, 8],
    supportRowsMin: 2,
    tasks: { queryBars: 6, symbolsPerTask: 2 },
    ...changes,
  };
}
