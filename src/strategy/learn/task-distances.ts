import type { SampleSet } from './meta-learner.ts';
import { taskDescription } from './task-description.ts';

/**
 * The Euclidean distances of a task from others, on their descriptions, each number of which is scaled by its deviation
 * over all of them; one that does not vary counts for nothing.
 */
export function taskDistances(task: SampleSet, others: readonly SampleSet[]): number[] {
  const own = taskDescription(task);
  const descriptions = others.map(taskDescription);
  const scales = own.map((_, i) => deviationOf([own, ...descriptions].map((values) => values[i]!)));
  return descriptions.map((values) => {
    let square = 0;
    values.forEach((value, i) => {
      const scale = scales[i]!;
      if (scale > 1e-12) square += ((value - own[i]!) / scale) * ((value - own[i]!) / scale);
    });
    return Math.sqrt(square);
  });
}

/** The tasks nearest to a task, at most `count`, in the order in which they stand. Of equal ones the later. */
export function nearestTasks(
  task: SampleSet,
  past: readonly SampleSet[],
  count: number,
): readonly SampleSet[] {
  if (past.length <= count) return past;
  const distances = taskDistances(task, past);
  const byDistance = past.map((_, place) => place).sort((a, b) => distances[a]! - distances[b]! || b - a);
  return byDistance
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((place) => past[place]!);
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
}
