import { float64Hash } from '../../math/float64-hash.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkCheckpoint } from './checkpoint.ts';
import type { LearnerFactory, MetaLearner, Predictor, SampleSet } from './meta-learner.ts';
import { checkSamples } from './sample-rows.ts';
import { isNumber, resolveSettings } from './setting-rules.ts';

/** The settings of no learner with nothing left out. */
interface NoneSettingsFull {
  /** What is predicted: a number, or `'support-mean'`, the mean label of the support. */
  readonly value: number | 'support-mean';
}

/** What a user may set of no learner. */
export type NoneSettings = Partial<NoneSettingsFull>;

const SCHEMA = {
  learner: 'none',
  defaults: { value: 0 } as NoneSettingsFull,
  rules: {
    value: {
      text: "is a finite number or 'support-mean'",
      holds: (value: unknown) => value === 'support-mean' || isNumber(value),
    },
  },
};

/**
 * Baseline: no learner at all. It predicts one number whatever the features are: `value`, or the mean label of the
 * support, which is 0 before any adaptation. It has nothing to train, and reads no feature.
 */
export function none(settings: NoneSettings = {}): LearnerFactory {
  const full = resolveSettings<NoneSettingsFull>(SCHEMA, settings);
  const learnerOf = (featureCount: number): MetaLearner => noneOf(full, featureCount);
  return {
    settings: { ...full },
    create: learnerOf,
    restore(checkpoint) {
      const learner = learnerOf(checkpoint.featureCount);
      const trained = { tensors: [], parameterCount: 0 };
      checkCheckpoint(checkpoint, { name: learner.name, trained, bound: [] });
      return learner;
    },
  };
}

function noneOf({ value }: NoneSettingsFull, featureCount: number): MetaLearner {
  if (!Number.isInteger(featureCount) || featureCount < 1) {
    const rule = 'a learner has at least one feature';
    throw new RegimetaError('E_LEARNER_SHAPE', { place: 'learner', rule, found: String(featureCount) });
  }
  const initial = new ConstantPredictor(value === 'support-mean' ? 0 : value, featureCount);
  const name = `none ${featureCount}-1`;
  return {
    name,
    featureCount,
    initial: () => initial,
    adapt(support) {
      checkSamples(support, featureCount, 'support set');
      const adapted =
        value === 'support-mean' ? new ConstantPredictor(meanOf(support), featureCount) : initial;
      return {
        predictor: adapted,
        diverged: false,
        steps: value === 'support-mean' ? 1 : 0,
        lossBefore: squaredLoss(support, initial.value),
        lossAfter: squaredLoss(support, adapted.value),
        gradientNorm: 0,
      };
    },
    *train() {},
    checkpoint: () => ({ learner: name, settings: { value }, featureCount, parameters: new Float64Array(0) }),
  };
}

/** Predicts one number. */
class ConstantPredictor implements Predictor {
  readonly parametersHash: string;
  readonly value: number;
  readonly #featureCount: number;

  constructor(value: number, featureCount: number) {
    this.value = value;
    this.#featureCount = featureCount;
    this.parametersHash = float64Hash(Float64Array.of(value));
  }

  predict(features: Float64Array): number {
    if (features.length === this.#featureCount) return this.value;
    const rule = `a row has ${this.#featureCount} features`;
    throw new RegimetaError('E_LEARNER_SHAPE', { place: 'predict', rule, found: String(features.length) });
  }
}

function meanOf({ rows, labels }: SampleSet): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += labels[row]!;
  return sum / rows;
}

function squaredLoss({ rows, labels }: SampleSet, value: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += (labels[row]! - value) * (labels[row]! - value);
  return sum / rows;
}
