import { learnerFactory } from './gradient-learner.ts';
import type { Compiler } from './graph/program.ts';
import { boundHead, headOf } from './head.ts';
import { headLoss } from './head-loss.ts';
import { metaGradient } from './meta-gradient.ts';
import type { LearnerFactory, Predictor, SampleSet } from './meta-learner.ts';
import type { Method } from './method.ts';
import { adamStep } from './outer-step.ts';
import { sampleLoss } from './sample-loss.ts';
import { SnailAdapter } from './snail-adapter.ts';
import { queryOutputs, sequenceMemory, snailPlans } from './snail-network.ts';
import { resolveSnailSettings, type SnailSettings, type SnailSettingsFull } from './snail-settings.ts';
import { firstParameters, layoutOf } from './tensor-layout.ts';

/**
 * SNAIL, a simple neural attentive learner (Mishra, Rohaninejad, Chen & Abbeel 2018): the support rows with their labels
 * are a sequence, and a query row without a label is its last element. Blocks of dense dilated causal convolutions,
 * gated by tanh · σ, take turns with blocks of causal attention; each concatenates what it found to what it read.
 *
 * **Time.** An element (xᵢ, yᵢ) stands where its label became known, h slices after its decision, so that no element
 * holds a label that was not yet known there, and the query, whose support ends h slices before, sees all of them.
 * What is computed at an element does not depend on later ones.
 *
 * An adaptation reads the support once and takes no gradient. Its loss before is that of predicting without any
 * support. E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function snail(settings: SnailSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSnailSettings(settings);
  return learnerFactory(full, (featureCount) => snailMethod(full, featureCount), compile);
}

/** SNAIL as a method. */
export function snailMethod(settings: SnailSettingsFull, featureCount: number): Method {
  const plans = snailPlans(settings, featureCount);
  const trained = layoutOf(plans);
  const adapter = new SnailAdapter(settings, featureCount, trained);
  const lossOf = (predictor: Predictor, samples: SampleSet): number =>
    sampleLoss(predictor, samples, settings);
  const { blocks, filters, keyUnits, valueUnits, supportCapacity } = settings;
  return {
    name: 'snail',
    network: { sizes: [featureCount, filters, headOf(settings).units] },
    trained,
    settings,
    portfolios: settings.loss === 'log-wealth',
    bound: [
      ...boundHead(settings),
      ...Object.entries({ blocks, filters, keyUnits, valueUnits, supportCapacity }).map(([name, value]) => ({
        name,
        value,
        rule: `${name} is ${value}`,
      })),
    ],
    steps: 1,
    batches: null,
    lossOf,
    initialise: (random) => firstParameters(plans, random),
    initial: (parameters) => adapter.predictor(parameters, null),
    adapter:
      (compile) =>
      (parameters, { support }) => {
        adapter.compile(compile);
        const predictor = adapter.predictor(parameters, support);
        const lossBefore = lossOf(adapter.predictor(parameters, null), support);
        const lossAfter = lossOf(predictor, support);
        const finite = Number.isFinite(lossAfter);
        return { predictor: finite ? predictor : null, lossBefore, lossAfter, gradientNorm: 0 };
      },
    metaGradient: (copies, { supports, query }) =>
      metaGradient(
        copies,
        () => [
          queryOutputs(copies, query.features, sequenceMemory(copies, supports[0]!, settings), settings),
        ],
        ([outputs]) => headLoss(outputs!, query, settings),
      ),
    outerStep: () => adamStep(trained.parameterCount, settings),
  };
}
