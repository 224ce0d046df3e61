import type { TaskPoint } from '../model/event.ts';
import type { Adaptation, MetaLearner } from './learn/meta-learner.ts';
import type { CollectedTask } from './sample-memory.ts';

/** Where a task lies: the learner's own embedding of it, or its meta-features where the learner has none. */
export function taskPoint(
  { embedding }: Adaptation,
  { name }: MetaLearner,
  { context }: CollectedTask,
): TaskPoint {
  if (embedding) return { space: name, at: Array.from(embedding) };
  return { space: 'meta-features', at: Array.from(context.metaFeatures) };
}
