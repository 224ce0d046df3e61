import type { Journal } from '../engine/journal.ts';
import { selectBars } from '../market/bar-selection.ts';
import { randomFrom } from '../math/random.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import { fixedRule } from '../strategy/learn/fixed-rule.ts';
import type { MetaLearner } from '../strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import type { ArmJob, ArmLearner, ArmResult, SavedTraining, TrainingJob } from './arm-job.ts';
import { learnerSlotOf, trainLearner } from './arm-learner.ts';
import { armMetricValues, declaredMetrics } from './arm-metric-values.ts';
import { type ArmPlan, runArm } from './arm-runner.ts';
import type { Host } from './host.ts';
import { withExecutor } from './learning-executor.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import type { TrainedLearner } from './meta-training.ts';
import { pluginError } from './plugin-error.ts';
import { rollingSlot } from './rolling-slot.ts';
import type { RunSettings } from './run-settings.ts';
import { scaledDetector } from './scaled-detector.ts';
import type { ReceivedMarket } from './sent-market.ts';

/** What the jobs of a run share: the same in every thread. */
export interface Workplace {
  /** The subject of the comparison first, then the baselines. */
  readonly strategies: readonly LoadedStrategy[];
  /** Of the subject. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly market: ReceivedMarket;
  readonly settings: RunSettings;
}

/** Meta-trains the learner of the subject; null where it has none. */
export async function performTraining(
  { seed, to, ranges }: TrainingJob,
  { strategies, parameters, market, settings }: Workplace,
  host: Host,
): Promise<SavedTraining | null> {
  const loaded = strategies[0]!.fresh();
  const random = randomFrom(seed).split('meta-training');
  const series = to === undefined ? market.train : selectBars(market.train, { to });
  const trained = await trainLearner({ loaded, parameters, settings, ranges }, series, random, host);
  return trained && savedTraining(trained);
}

/** A trained learner as plain data. */
export function savedTraining({ learner, past, featureNames, record }: TrainedLearner): SavedTraining {
  return { checkpoint: learner.checkpoint(), past, featureNames, record };
}

/** Runs an arm, its strategy file evaluated anew, and journals it. */
export async function performArm(
  job: ArmJob,
  workplace: Workplace,
  journal: Journal,
  host: Host,
): Promise<ArmResult> {
  const { market } = workplace;
  const settings = { ...workplace.settings, ...job.settings, seed: job.seed };
  const plan = await armPlan(job, workplace, host);
  const outcome = await runArm(plan, market, settings, journal, host);
  const { periodsPerYear } = market;
  const { adaptations, balances, changes, confirmations, forecastHorizon } = outcome;
  const { days, closes } = outcome.equity;
  // What the tally has beside its fields is told by its getters.
  const equity: EquityFigures = { ...outcome.equity, days: days.slice(), closes: closes.slice() };
  const { width, times, predictions, labels } = outcome.forecasts;
  const forecasts = { width, times: times.slice(), predictions: predictions.slice(), labels: labels.slice() };
  const values = armMetricValues(plan.metrics ?? [], outcome, {
    periodsPerYear,
    riskFreeRate: settings.riskFreeRate,
  });
  const found = { confirmations, forecasts, forecastHorizon };
  return { ...values, equity, changes, ...found, adaptations, balances };
}

async function armPlan(job: ArmJob, { strategies, settings }: Workplace, host: Host): Promise<ArmPlan> {
  const { name, role, description, parameters, policy } = job;
  const loaded = strategies[job.strategy]!.fresh();
  const metrics = declaredMetrics(strategies[0]!);
  const plan = { name, role, description, loaded, parameters, policy, metrics };
  if (job.learner === null) return { ...plan, learner: null };
  const declared = learnerSlotOf(loaded, parameters, settings)!;
  try {
    const slot = withScaledDetector(declared, job.detectorScale ?? 1);
    return { ...plan, slot, ...(await learnerParts(job.learner, slot, job.seed, host)) };
  } catch (error) {
    throw pluginError(error, loaded);
  }
}

function withScaledDetector(slot: LearnerSlot, scale: number): LearnerSlot {
  const detector = scale === 1 ? null : scaledDetector(slot.detector, scale);
  return detector === null ? slot : { ...slot, detector };
}

/** The learner of an arm, with what belongs to it. */
async function learnerParts(
  arm: ArmLearner,
  declared: LearnerSlot,
  seed: number,
  host: Host,
): Promise<Pick<ArmPlan, 'learner' | 'past' | 'slot' | 'successors'>> {
  if (arm.kind === 'rolling') {
    const { slot } = rollingSlot(declared);
    const { names } = slot.features.create(1);
    return { slot, learner: slot.model.create(names.length, randomFrom(seed).split('rolling')) };
  }
  if (arm.kind === 'rule') {
    const { names } = declared.features.create(1);
    const model = fixedRule(declared.rule!, names);
    return { slot: { ...declared, model }, learner: model.create(names.length, randomFrom(seed)) };
  }
  const { checkpoint, past, featureNames } = arm.training;
  const { model } = await withExecutor(declared, host);
  if (arm.kind === 'trained') {
    const successors = (arm.successors ?? []).map(({ from, training }) => ({
      from,
      learner: model.restore(training.checkpoint),
    }));
    return { learner: model.restore(checkpoint), past, successors };
  }
  const initial: MetaLearner = model.create(featureNames.length, initialWeights(seed));
  // What scales the features is no part of what was learned.
  return {
    learner: model.restore({ ...checkpoint, parameters: initial.checkpoint().parameters }),
    past,
  };
}

/** The stream that a training of this seed draws its first weights from. */
const initialWeights = (seed: number) => randomFrom(seed).split('meta-training').split('initial weights');
