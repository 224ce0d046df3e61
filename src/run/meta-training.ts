import { BarFeed } from '../market/bar-feed.ts';
import type { Random } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { TrainingRecord } from '../model/run-record.ts';
import { EpisodeSampler, type Segment } from '../strategy/episode-sampler.ts';
import type { MetaLearner } from '../strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { SampleMemory } from '../strategy/sample-memory.ts';
import type { Host } from './host.ts';

/** A trained learner with the record of how it came to be. */
export interface TrainedLearner {
  readonly learner: MetaLearner;
  readonly record: TrainingRecord;
}

/**
 * Meta-trains a learner on the bars that it is given, and on nothing else: the caller passes the training symbols,
 * cut before the test period. The regime detector runs over them as it would have at the time, and its confirmed
 * changes bound the tasks.
 */
export async function metaTrain(
  slot: LearnerSlot,
  series: readonly BarSeries[],
  random: Random,
  host: Host,
): Promise<TrainedLearner> {
  const startMs = host.elapsedMs();
  const { memory, segments, featureCount } = replay(slot, series);
  const sampler = new EpisodeSampler(memory, slot, segments, series.length);
  const learner = slot.model.create(featureCount, random.split('initial weights'));
  const lossCurve: number[] = [];
  for (const { step, steps, queryLoss } of learner.train(
    (draw) => sampler.draw(draw),
    random.split('episodes'),
  )) {
    lossCurve.push(queryLoss);
    host.progress('meta-training', step, steps);
    await host.breathe();
  }
  const record: TrainingRecord = {
    learner: learner.name,
    settings: {
      model: slot.model.settings,
      features: slot.features.settings,
      detector: slot.detector.settings,
      labelHorizonBars: slot.labelHorizonBars,
      supportBars: slot.supportBars,
      supportRowsMin: slot.supportRowsMin,
      tasks: slot.tasks,
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
  return { learner, record };
}

/** Replays the training bars once: the rows of every slice, and the segments between confirmed changes. */
function replay(
  slot: LearnerSlot,
  series: readonly BarSeries[],
): { memory: SampleMemory; segments: Segment[]; featureCount: number } {
  const feed = new BarFeed(series);
  const features = slot.features.create(series.length);
  const detector = slot.detector.create();
  const featureCount = features.names.length;
  const memory = new SampleMemory({
    capacity: feed.sliceCount,
    symbolCount: series.length,
    featureCount,
    labelHorizonBars: slot.labelHorizonBars,
  });
  const observation = new Float64Array(features.observationNames.length);
  const beginnings = [0];
  while (feed.next()) {
    features.update(feed.slice);
    memory.push(feed.slice, features);
    if (!features.observe(observation)) continue;
    detector.update(observation);
    if (detector.confirmed)
      beginnings.push(Math.max(beginnings.at(-1)! + 1, memory.pushed - detector.runLength));
  }
  const segments = beginnings.map((first, i) => ({ first, end: beginnings[i + 1] ?? memory.pushed }));
  return { memory, segments, featureCount };
}
