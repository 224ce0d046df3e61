import type { SampleSet } from './meta-learner.ts';
import type { TaskSource } from './method.ts';
import { chosenRows, joinedRows, type PastSettings, recalledRows } from './past-rows.ts';
import { nearestTasks } from './task-distances.ts';

/** How rows are sorted into classes. */
export interface ClassSettings extends PastSettings {
  /**
   * `'label-quantiles'`: `classCount` classes of equally many support rows by their labels. `'regimes'`: the support is
   * one class, and each of the past tasks that are most like it another.
   */
  readonly classes: 'label-quantiles' | 'regimes';
  /** Classes by label quantiles, 2 to 32; not read by regimes. */
  readonly classCount: number;
  readonly supportCapacity: number;
  readonly labelLimit: number | null;
}

/** Rows that know their class. */
export interface ClassedRows {
  readonly rows: SampleSet;
  /** The class of each row, counted from 0. */
  readonly classOf: Int32Array;
  readonly classes: number;
  /** Between two classes, rising, `classes − 1` of them; none for regimes. */
  readonly edges: readonly number[];
  /** By class, all its rows; those of regimes are more than the ones that are embedded. */
  readonly members: readonly SampleSet[];
}

/** The number of classes, some of which may be empty. */
export function classesOf({ classes, classCount, pastTasks }: ClassSettings): number {
  return classes === 'regimes' ? 1 + pastTasks : classCount;
}

/** Sorts the rows of a task into classes by what was known before its query: labels of the support, or regimes. */
export function classify({ support, past }: TaskSource, settings: ClassSettings): ClassedRows {
  const own = recalledRows([support], settings.supportCapacity, settings);
  const classes = classesOf(settings);
  if (settings.classes === 'regimes') {
    const recalled = nearestTasks(support, past, settings.pastTasks);
    const sets = [own, ...recalled.map((task) => recalledRows([task], settings.pastRows, settings))];
    const classOf = Int32Array.from(sets.flatMap((set, one) => Array<number>(set.rows).fill(one)));
    const members = [support, ...recalled].map((task) => recalledRows([task], task.rows, settings));
    return { rows: joinedRows(sets), classOf, classes, edges: [], members };
  }
  const sorted = own.labels.toSorted();
  const edges = Array.from({ length: classes - 1 }, (_, i) => {
    const place = Math.min(own.rows - 1, Math.floor(((i + 1) * own.rows) / classes));
    return place === 0 ? sorted[0]! : sorted[place - 1]! + (sorted[place]! - sorted[place - 1]!) / 2;
  });
  const classOf = Int32Array.from(own.labels, (label) => classByLabel(label, edges));
  const members = Array.from({ length: classes }, (_, one) => {
    const chosen = Int32Array.from(classOf.keys()).filter((row) => classOf[row] === one);
    return chosenRows(own, chosen, null);
  });
  return { rows: own, classOf, classes, edges, members };
}

/** The number of edges that a label is above. */
export function classByLabel(label: number, edges: readonly number[]): number {
  return edges.reduce((sum, edge) => sum + (label > edge ? 1 : 0), 0);
}

/** How many rows each class has. */
export function classCounts({ classOf, classes }: ClassedRows): Float64Array {
  const counts = new Float64Array(classes);
  for (const one of classOf) counts[one]!++;
  return counts;
}

/** The mean label of each class; 0 for an empty one. */
export function classMeans(classed: ClassedRows): Float64Array {
  const counts = classCounts(classed);
  const means = new Float64Array(classed.classes);
  classed.classOf.forEach((one, row) => {
    means[one]! += classed.rows.labels[row]! / counts[one]!;
  });
  return means;
}
