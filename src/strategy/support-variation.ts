import type { SampleSet } from './learn/meta-learner.ts';

/** Whether any feature of some rows has two values. */
export function variesAtAll({ rows, featureCount, features }: SampleSet): boolean {
  for (let at = featureCount; at < rows * featureCount; at++) {
    if (features[at] !== features[at % featureCount]) return true;
  }
  return false;
}
