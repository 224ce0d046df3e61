import type { SampleSet } from './learn/meta-learner.ts';
import { nearestTasks } from './learn/task-distances.ts';
import type { CollectedTask } from './sample-memory.ts';

/** A support set, and how many past tasks are in it. */
export interface JoinedSupport {
  readonly support: SampleSet;
  readonly tasks: number;
}

/**
 * The rows of the `count` past tasks that are most like the support, by their descriptions, oldest first, and then its own. Slices are numbered anew, one task after the other; symbols
 * are left out, since past tasks may be of others. The support itself where there is no past or none is asked for.
 */
export function joinedSupport(
  support: CollectedTask,
  past: readonly CollectedTask[],
  count: number,
): JoinedSupport {
  const fitting = past.filter(({ featureCount }) => featureCount === support.featureCount);
  const chosen = count > 0 ? nearestTasks(support, fitting, count) : [];
  if (chosen.length === 0) return { support, tasks: 0 };
  const sets = [...chosen, support];
  const rows = sets.reduce((sum, set) => sum + set.rows, 0);
  const { featureCount, context } = support;
  const features = new Float64Array(rows * featureCount);
  const labels = new Float64Array(rows);
  const units = new Float64Array(rows).fill(1);
  const slices = new Int32Array(rows);
  let at = 0;
  let slice = -1;
  for (const set of sets) {
    features.set(set.features.subarray(0, set.rows * featureCount), at * featureCount);
    labels.set(set.labels.subarray(0, set.rows), at);
    if (set.units) units.set(set.units.subarray(0, set.rows), at);
    for (let row = 0; row < set.rows; row++) {
      if (row === 0 || set.slices?.[row] !== set.slices?.[row - 1]) slice++;
      slices[at + row] = slice;
    }
    at += set.rows;
  }
  return { support: { rows, featureCount, features, labels, units, slices, context }, tasks: chosen.length };
}
