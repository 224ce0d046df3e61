import { BarFeed } from '../market/bar-feed.ts';
import type { Random } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { TrainingRecord } from '../model/run-record.ts';
import { adaptationOf } from '../strategy/adaptation-settings.ts';
import { createdDetector } from '../strategy/created-detector.ts';
import { EpisodeSampler, type Segment } from '../strategy/episode-sampler.ts';
import type { MetaLearner } from '../strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { pastRows } from '../strategy/regime/offline/past-rows.ts';
import { segmentPast } from '../strategy/regime/offline/pruned-segmentation.ts';
import { REGIME_MEMORY_DEFAULTS, RegimeMemory } from '../strategy/regime-memory.ts';
import { rememberedWindow } from '../strategy/remembered-window.ts';
import { type CollectedTask, SampleMemory } from '../strategy/sample-memory.ts';
import { splitTraining, type TaskSource } from '../strategy/training-split.ts';
import type { Host } from './host.ts';
import { ValidationWatch } from './validation-watch.ts';

/** A trained learner with the record of how it came to be. */
export interface TrainedLearner {
  readonly learner: MetaLearner;
  /** The regimes of the training that are remembered, oldest first; none where the learner uses no past. */
  readonly past: readonly CollectedTask[];
  /** In the order of the vector that the learner reads. */
  readonly featureNames: readonly string[];
  readonly record: TrainingRecord;
}

/**
 * Meta-trains a learner on the bars that it is given, and on nothing else: the caller passes the training symbols,
 * cut before the test period. The regime detector runs over them as it would have at the time, and its confirmed
 * changes bound the tasks. Where the slot asks for validation, the learner that did best on it is the one that is kept.
 */
export async function metaTrain(
  slot: LearnerSlot,
  series: readonly BarSeries[],
  random: Random,
  host: Host,
): Promise<TrainedLearner> {
  const startMs = host.elapsedMs();
  const replayed = replay(slot, series);
  const { memory, segments, featureNames } = replayed;
  const untrained = slot.model.create(featureNames.length, random.split('initial weights'));
  const isPastUsed = untrained.usesPast || (slot.adaptation?.pastTasks ?? 0) > 0;
  const pastOf = isPastUsed ? rememberedTasks(slot, replayed) : [];
  const material = { slot, segments, slices: memory.pushed, symbolCount: series.length };
  const { training, validation } = splitTraining(material, random.split('validation symbols'));
  const samplerOf = (source: TaskSource): EpisodeSampler =>
    new EpisodeSampler({ memory, slot, ...source, pastOf: (segment) => pastOf[segment]?.before ?? [] });
  const sampler = samplerOf(training);
  const watch =
    slot.validation && validation
      ? new ValidationWatch(slot.validation, samplerOf(validation), random.split('validation tasks'))
      : null;
  const lossCurve: number[] = [];
  let diverged = 0;
  for (const { step, steps, queryLoss, tasksDiverged } of untrained.train(
    (draw) => sampler.draw(draw),
    random.split('episodes'),
  )) {
    lossCurve.push(queryLoss);
    diverged += tasksDiverged;
    host.progress('meta-training', step, steps);
    await host.breathe();
    if (watch && !watch.goesOn(untrained, step)) break;
  }
  const learner = watch?.best ? slot.model.restore(watch.best) : untrained;
  const record: TrainingRecord = {
    learner: learner.name,
    settings: {
      ...slotSettings(slot),
      ...(watch?.record ? { validated: watch.record } : {}),
      ...(diverged > 0 ? { tasksDiverged: diverged } : {}),
    },
    symbols: series.map(({ symbol }) => symbol),
    from: memory.timeOf(0),
    to: memory.timeOf(memory.pushed - 1),
    tasks: sampler.taskCount,
    lossCurve,
    parametersHash: learner.initial().parametersHash,
    parameters: learner.checkpoint().parameters,
    wallMs: host.elapsedMs() - startMs,
  };
  // A portfolio of the training symbols says nothing of those that will be traded.
  const past = learner.holdsPortfolios ? [] : (pastOf.at(-1)?.after ?? []);
  return { learner, past, featureNames, record };
}

/** What a training depends on, as it is recorded; what is left out of the slot is left out here. */
export function slotSettings(slot: LearnerSlot): Readonly<Record<string, unknown>> {
  const { memory, adaptation, validation, labelFrom } = slot;
  return {
    model: slot.model.settings,
    features: slot.features.settings,
    detector: slot.detector.settings,
    labelHorizonBars: slot.labelHorizonBars,
    ...(labelFrom ? { labelFrom } : {}),
    supportBars: slot.supportBars,
    supportRowsMin: slot.supportRowsMin,
    tasks: slot.tasks,
    ...(memory ? { memory } : {}),
    ...(adaptation ? { adaptation: adaptationOf(adaptation) } : {}),
    ...(validation ? { validation } : {}),
  };
}

/** What was remembered before each segment began, and after it ended; over all training symbols. */
function rememberedTasks(
  slot: LearnerSlot,
  { memory, segments }: Pick<Replay, 'memory' | 'segments'>,
): { readonly before: readonly CollectedTask[]; readonly after: readonly CollectedTask[] }[] {
  const regimes = new RegimeMemory({ ...REGIME_MEMORY_DEFAULTS, ...slot.memory });
  return segments.map((segment) => {
    const before = regimes.tasks;
    const window = rememberedWindow(segment, slot, memory.oldest);
    if (window) regimes.remember(memory.collectTask(window.first, window.last, null));
    return { before, after: regimes.tasks };
  });
}

/** The training bars as a learner sees them. */
interface Replay {
  readonly memory: SampleMemory;
  readonly segments: Segment[];
  readonly featureNames: readonly string[];
}

/** The first slices of the segments that the observations of the whole training fall into. */
function segmentedBeginnings(
  { slices, rows }: { readonly slices: readonly number[]; readonly rows: readonly number[] },
  dimension: number,
): number[] {
  const starts = segmentPast(pastRows(Float64Array.from(rows), dimension));
  return [0, ...starts.slice(1).map((start) => slices[start]!)];
}

/** Replays the training bars once: the rows of every slice, and the segments between confirmed changes. */
function replay(slot: LearnerSlot, series: readonly BarSeries[]): Replay {
  const feed = new BarFeed(series);
  const features = slot.features.create(series.length);
  const detector = createdDetector(slot.detector, features.observationNames.length);
  const memory = new SampleMemory({
    capacity: feed.sliceCount,
    symbolCount: series.length,
    featureCount: features.names.length,
    labelHorizonBars: slot.labelHorizonBars,
    labelFrom: slot.labelFrom,
  });
  const observation = new Float64Array(features.observationNames.length);
  const isOffline = slot.tasks.boundaries === 'offline';
  const observed: { readonly slices: number[]; readonly rows: number[] } = { slices: [], rows: [] };
  let beginnings = [0];
  while (feed.next()) {
    features.update(feed.slice);
    memory.push(feed.slice, features);
    if (!features.observe(observation)) continue;
    if (isOffline) {
      observed.slices.push(memory.pushed - 1);
      observed.rows.push(...observation);
      continue;
    }
    detector.update(observation);
    if (detector.confirmed)
      beginnings.push(Math.max(beginnings.at(-1)! + 1, memory.pushed - detector.runLength));
  }
  if (isOffline) beginnings = segmentedBeginnings(observed, observation.length);
  const segments = beginnings.map((first, i) => ({ first, end: beginnings[i + 1] ?? memory.pushed }));
  return { memory, segments, featureNames: features.names };
}
