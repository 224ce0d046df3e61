import type { SampleSet } from './meta-learner.ts';
import { rowsUsed, usedRow, winsorise } from './sample-rows.ts';
import { isNumber, type SettingRule, type SettingRules } from './setting-rules.ts';

/** What a learner takes of past tasks. */
export interface PastSettings {
  /** The most past tasks that are used, those most like the support; 0 to 64, 0 for none. */
  readonly pastTasks: number;
  /** The most rows that are used of a past task, evenly in time; 1 to 1,024. */
  readonly pastRows: number;
}

/** Enough for some regimes, and cheap. */
export const PAST_DEFAULTS: PastSettings = { pastTasks: 4, pastRows: 16 };

/** The rules of `PastSettings`. */
export const PAST_RULES: SettingRules<PastSettings> = {
  pastTasks: wholeNumber(0, 64),
  pastRows: wholeNumber(1, 1024),
};

function wholeNumber(least: number, most: number): SettingRule {
  return {
    text: `is a whole number from ${least} to ${most}`,
    holds: (value) => isNumber(value) && Number.isInteger(value) && value >= least && value <= most,
  };
}

/** The most rows of past tasks that are used. */
export function pastCapacity({ pastTasks, pastRows }: PastSettings): number {
  return pastTasks * pastRows;
}

/** Of each set at most `capacity` rows, evenly in time, with labels within their limit; one set after the other. */
export function recalledRows(
  tasks: readonly SampleSet[],
  capacity: number,
  { labelLimit }: { readonly labelLimit: number | null },
): SampleSet {
  return joinedRows(tasks.map((task) => thinned(task, capacity, labelLimit)));
}

/** Some sets as one; what is optional is kept where all sets have it. */
export function joinedRows(sets: readonly SampleSet[]): SampleSet {
  const filled = sets.filter((set) => set.rows > 0);
  const rows = filled.reduce((sum, set) => sum + set.rows, 0);
  const featureCount = sets[0]?.featureCount ?? 0;
  const features = new Float64Array(rows * featureCount);
  const labels = new Float64Array(rows);
  let at = 0;
  for (const set of filled) {
    features.set(set.features.subarray(0, set.rows * featureCount), at * featureCount);
    labels.set(set.labels.subarray(0, set.rows), at);
    at += set.rows;
  }
  const joined = { rows, featureCount, features, labels };
  // Of sets of one learner, all the same.
  const horizonBars = filled[0]?.horizonBars;
  if (!filled.every(({ slices, symbols, units }) => slices && symbols && units)) return joined;
  return {
    ...joined,
    ...(horizonBars === undefined ? {} : { horizonBars }),
    slices: Int32Array.from(filled.flatMap((set) => Array.from(set.slices!.subarray(0, set.rows)))),
    symbols: Int32Array.from(filled.flatMap((set) => Array.from(set.symbols!.subarray(0, set.rows)))),
    units: Float64Array.from(filled.flatMap((set) => Array.from(set.units!.subarray(0, set.rows)))),
  };
}

function thinned(task: SampleSet, capacity: number, labelLimit: number | null): SampleSet {
  const rows = rowsUsed(task.rows, capacity);
  return chosenRows(
    task,
    Int32Array.from({ length: rows }, (_, place) => usedRow(place, task.rows, capacity)),
    labelLimit,
  );
}

/** Some rows of a set, in the order in which they are named, with labels within the limit. */
export function chosenRows(task: SampleSet, chosen: Int32Array, labelLimit: number | null): SampleSet {
  const { featureCount, slices, symbols, units, horizonBars } = task;
  const features = new Float64Array(chosen.length * featureCount);
  chosen.forEach((row, place) => {
    features.set(task.features.subarray(row * featureCount, (row + 1) * featureCount), place * featureCount);
  });
  return {
    rows: chosen.length,
    featureCount,
    features,
    labels: Float64Array.from(chosen, (row) => winsorise(task.labels[row]!, labelLimit)),
    ...(slices ? { slices: chosen.map((row) => slices[row]!) } : {}),
    ...(symbols ? { symbols: chosen.map((row) => symbols[row]!) } : {}),
    ...(units ? { units: Float64Array.from(chosen, (row) => units[row]!) } : {}),
    ...(horizonBars === undefined ? {} : { horizonBars }),
  };
}
