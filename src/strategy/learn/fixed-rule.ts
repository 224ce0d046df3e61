import { createHash } from 'node:crypto';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { PredictionRule } from '../learner-slot.ts';
import type { LearnerFactory, MetaLearner, Predictor } from './meta-learner.ts';
import { checkSamples } from './sample-rows.ts';

/**
 * A rule in the place of a learner: it predicts by a formula of the named features, and neither trains nor adapts. Predicting throws E_PLUGIN_SHAPE
 * for a feature that there is not, and for a prediction that is not a finite number. Throws E_LEARNER_SHAPE for another number of features, and the errors of a support set
 * that does not fit.
 */
export function fixedRule(rule: PredictionRule, featureNames: readonly string[]): LearnerFactory {
  const settings = { learner: 'rule' };
  const predictor = new RulePredictor(rule, featureNames);
  const featureCount = featureNames.length;
  const name = `rule ${featureCount}-1`;
  const learner: MetaLearner = {
    name,
    featureCount,
    initial: () => predictor,
    adapt(support) {
      checkSamples(support, featureCount, 'support set');
      return { predictor, diverged: false, steps: 0, lossBefore: 0, lossAfter: 0, gradientNorm: 0 };
    },
    *train() {},
    checkpoint: () => ({ learner: name, settings, featureCount, parameters: new Float64Array(0) }),
  };
  const create = (given: number): MetaLearner => {
    requireFeatures(given, featureCount);
    return learner;
  };
  return { settings, create, restore: (checkpoint) => create(checkpoint.featureCount) };
}

class RulePredictor implements Predictor {
  readonly parametersHash: string;
  readonly #rule: PredictionRule;
  readonly #names: readonly string[];
  #row: Float64Array = new Float64Array(0);

  constructor(rule: PredictionRule, names: readonly string[]) {
    this.#rule = rule;
    this.#names = names;
    this.parametersHash = createHash('sha256')
      .update(`rule ${String(rule)}`)
      .digest('hex');
  }

  predict(features: Float64Array): number {
    requireFeatures(features.length, this.#names.length);
    this.#row = features;
    const predicted: unknown = this.#rule(this.#feature);
    if (typeof predicted === 'number' && Number.isFinite(predicted)) return predicted;
    throw shapeFault('a rule gives a finite number', String(predicted));
  }

  readonly #feature = (name: string): number => {
    const place = this.#names.indexOf(name);
    if (place < 0) throw shapeFault(`the features are ${this.#names.join(', ')}`, String(name));
    return this.#row[place]!;
  };
}

function requireFeatures(found: number, featureCount: number): void {
  if (found === featureCount) return;
  const rule = `the rule reads ${featureCount} features`;
  throw new RegimetaError('E_LEARNER_SHAPE', { place: 'learner rule', rule, found: String(found) });
}

function shapeFault(rule: string, found: string): RegimetaError {
  return new RegimetaError('E_PLUGIN_SHAPE', { place: 'learner rule', rule, found });
}
