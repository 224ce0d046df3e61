import type { Values } from '../../math/batched-matmul.ts';
import type { Random } from '../../math/random.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { SampleSet } from './meta-learner.ts';
import { type PortfolioArrays, writePortfolio } from './portfolio-arrays.ts';

/** The arrays of one batch of tasks, `capacity` rows a task, that a program reads. */
export interface RowArrays {
  /** tasks × capacity × featureCount */
  readonly features: Values;
  /** tasks × capacity */
  readonly labels: Values;
  /** tasks × capacity */
  readonly weights: Values;
  readonly capacity: number;
  readonly featureCount: number;
  /** Null or left out where no loss asks for portfolios. */
  readonly portfolio?: PortfolioArrays | null;
}

/**
 * Checks a set before it is learned from: E_LEARNER_SHAPE where it is empty, has another number of features, or is
 * shorter than it says; E_INVARIANT where a number is not finite, since features and labels are made finite before.
 */
export function checkSamples(samples: SampleSet, featureCount: number, place: string): void {
  const { rows, features, labels } = samples;
  const refuse = (rule: string, found: string): never => {
    throw new RegimetaError('E_LEARNER_SHAPE', { place, rule, found });
  };
  if (!Number.isInteger(rows) || rows < 1) refuse('a sample set has at least one row', `${rows} rows`);
  if (samples.featureCount !== featureCount) {
    refuse(`a row has ${featureCount} features`, `${samples.featureCount}`);
  }
  if (features.length < rows * featureCount) {
    refuse(`${rows} rows need ${rows * featureCount} features`, `${features.length}`);
  }
  if (labels.length < rows) refuse(`${rows} rows need as many labels`, `${labels.length}`);
  for (let i = 0; i < rows * featureCount; i++) {
    if (!Number.isFinite(features[i])) {
      refuseNumber(place, `feature ${i % featureCount} of row ${Math.floor(i / featureCount)}`, features[i]);
    }
  }
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(labels[i])) refuseNumber(place, `the label of row ${i}`, labels[i]);
  }
}

function refuseNumber(place: string, what: string, found: number | undefined): never {
  throw new RegimetaError('E_INVARIANT', {
    place,
    rule: `${what} is a finite number`,
    found: String(found),
    repair: 'Leave out rows whose features or label are not known',
  });
}

/** A label set to ± `limit` where it lies beyond it (winsorised). */
export function winsorise(label: number, limit: number | null): number {
  if (limit === null) return label;
  return Math.max(-limit, Math.min(limit, label));
}

/** How many rows are used of a set. */
export function rowsUsed(rows: number, capacity: number): number {
  return Math.min(rows, capacity);
}

/**
 * The row that stands in place `place` of those used. All rows in order where they fit; else as many as fit, evenly
 * in time with the first and the last among them (only the last where one fits).
 */
export function usedRow(place: number, rows: number, capacity: number): number {
  if (rows <= capacity) return place;
  if (capacity === 1) return rows - 1;
  return Math.floor((place * (rows - 1)) / (capacity - 1));
}

/**
 * Writes one task's rows. Each used row has the weight 1 / used; the padding behind them is zero in every array, so
 * that it adds exact zeros to losses and gradients.
 */
export function writeRows(samples: SampleSet, arrays: RowArrays, task: number, limit: number | null): void {
  const { capacity } = arrays;
  const used = rowsUsed(samples.rows, capacity);
  for (let place = 0; place < capacity; place++) {
    const row = place < used ? usedRow(place, samples.rows, capacity) : null;
    writeRow(samples, arrays, { at: task * capacity + place, row, weight: 1 / used, limit });
  }
  if (!arrays.portfolio) return;
  const rows = Array.from({ length: used }, (_, place) => usedRow(place, samples.rows, capacity));
  writePortfolio(samples, arrays.portfolio, { task, capacity, rows });
}

/** How the rows of one episode are drawn into parts. */
interface BatchDraw {
  readonly task: number;
  readonly settings: { readonly supportCapacity: number; readonly labelLimit: number | null };
  readonly random: Random;
}

/**
 * Writes the rows that are used of a set in a random order to some arrays, as many to each as fit; behind the last
 * row the order begins again. A part never holds a row twice.
 */
export function writeBatches(samples: SampleSet, parts: readonly RowArrays[], draw: BatchDraw): void {
  const { supportCapacity, labelLimit } = draw.settings;
  const order = permutation(rowsUsed(samples.rows, supportCapacity), draw.random);
  let next = 0;
  for (const part of parts) {
    const used = rowsUsed(order.length, part.capacity);
    for (let place = 0; place < part.capacity; place++) {
      const at = draw.task * part.capacity + place;
      const row = place < used ? usedRow(order[next++ % order.length]!, samples.rows, supportCapacity) : null;
      writeRow(samples, part, { at, row, weight: 1 / used, limit: labelLimit });
    }
  }
}

/** The numbers from 0 in a random order, each order as likely (Fisher & Yates). */
function permutation(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

/** Where a row goes; null writes padding. */
interface RowPlace {
  readonly at: number;
  readonly row: number | null;
  readonly weight: number;
  readonly limit: number | null;
}

function writeRow(samples: SampleSet, arrays: RowArrays, { at, row, weight, limit }: RowPlace): void {
  const { featureCount, features } = arrays;
  const to = at * featureCount;
  if (row === null) {
    for (let i = 0; i < featureCount; i++) features[to + i] = 0;
    arrays.labels[at] = 0;
    arrays.weights[at] = 0;
    return;
  }
  const from = row * featureCount;
  const source = samples.features;
  for (let i = 0; i < featureCount; i++) features[to + i] = source[from + i]!;
  arrays.labels[at] = winsorise(samples.labels[row]!, limit);
  arrays.weights[at] = weight;
}
