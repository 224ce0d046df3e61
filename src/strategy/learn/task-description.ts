import type { SampleSet } from './meta-learner.ts';
import { taskContext } from './task-context.ts';

/**
 * The meta-features of a task, of its context; where a set has none, of its labels as if they were the returns of one
 * symbol, which tells level, spread and shape of the labels.
 */
export function taskDescription(task: SampleSet): Float64Array {
  if (task.context) return task.context.metaFeatures;
  const returns = task.labels.slice(0, task.rows);
  const volumes = new Float64Array(task.rows).fill(Number.NaN);
  return taskContext({ slices: task.rows, symbols: [0], returns, volumes }).metaFeatures;
}
