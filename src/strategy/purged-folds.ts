import { RegimetaError } from '../model/regimeta-error.ts';

/** When a label begins and ends to depend on the market, by slice, both included; the first not after the last. */
export interface LabelSpan {
  readonly first: number;
  readonly last: number;
}

/** How observations are divided. */
export interface PurgedFoldSettings {
  /** Parts of equal length (the first ones longer by one where it does not come out even), from 2. */
  readonly folds: number;
  /** Folds that are tested on together, from 1 and fewer than all. */
  readonly testFolds: number;
  /** Slices on either side of a test fold that no training label may touch, beside the test labels themselves; from 0. */
  readonly purge: number;
  /** Further slices behind a test fold, after the purge, that no training observation may lie in; from 0. */
  readonly embargo: number;
}

/** One way to train and test; observations by their number. */
export interface PurgedSplit {
  readonly train: readonly number[];
  /** The observations of each test fold. */
  readonly test: readonly (readonly number[])[];
  readonly testFolds: readonly number[];
}

/** All splits, and how their test folds make whole paths. */
export interface PurgedFolds {
  readonly splits: readonly PurgedSplit[];
  /** For each path and fold, the split whose test predictions of that fold belong to the path. */
  readonly paths: readonly (readonly number[])[];
}

/**
 * Combinatorial purged cross-validation (López de Prado 2018, Advances in Financial Machine Learning, chapters 7 and
 * 12): every choice of test folds is a split, C(n, k) of them, and their test folds make C(n, k)·k/n paths over all
 * observations. An observation whose label span meets that of a tested one is purged, and so are those within `purge` slices
 * of a test fold; `embargo` slices behind the purge are left out too. Labels may have any lengths.
 *
 * `spans` are in the order of their beginnings. E_PARAMETER_INVALID where the numbers make no folds.
 */
export function purgedFolds(spans: readonly LabelSpan[], settings: PurgedFoldSettings): PurgedFolds {
  requireFolds(spans, settings);
  const { folds, testFolds } = settings;
  const members = foldMembers(spans.length, folds);
  const choices = combinations(folds, testFolds);
  const splits = choices.map((chosen): PurgedSplit => {
    const test = chosen.map((fold) => members[fold]!);
    const zones = test.map((fold) => zoneOf(fold, spans));
    const tested = new Set(test.flat());
    const train = spans.flatMap((span, place) => {
      if (tested.has(place)) return [];
      return zones.some((zone) => meets(span, zone, settings)) ? [] : [place];
    });
    return { train, test, testFolds: chosen };
  });
  return { splits, paths: pathsOf(choices, folds) };
}

/** Whether an observation lies too near to a test fold to be trained on. */
function meets(span: LabelSpan, zone: TestZone, { purge, embargo }: PurgedFoldSettings): boolean {
  if (span.last >= zone.first - purge && span.first <= zone.last + purge) return true;
  return span.first > zone.last && span.first <= zone.last + purge + embargo;
}

/** What the labels of a test fold span together. */
type TestZone = LabelSpan;

function zoneOf(fold: readonly number[], spans: readonly LabelSpan[]): TestZone {
  const last = fold.reduce((latest, place) => Math.max(latest, spans[place]!.last), Number.NEGATIVE_INFINITY);
  return { first: spans[fold[0]!]!.first, last };
}

function foldMembers(count: number, folds: number): readonly (readonly number[])[] {
  const [length, longer] = [Math.floor(count / folds), count % folds];
  let next = 0;
  return Array.from({ length: folds }, (_, fold) => {
    const size = length + (fold < longer ? 1 : 0);
    next += size;
    return Array.from({ length: size }, (__, i) => next - size + i);
  });
}

/** All choices of `count` of the numbers below `total`, in lexicographic order. */
function combinations(total: number, count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  const choices: (readonly number[])[] = [];
  for (let last = count - 1; last < total; last++) {
    for (const rest of combinations(last, count - 1)) choices.push([...rest, last]);
  }
  return choices.sort((a, b) => {
    const place = a.findIndex((value, i) => value !== b[i]);
    return place < 0 ? 0 : a[place]! - b[place]!;
  });
}

/** The i-th path takes each fold from the i-th split that tests on it. */
function pathsOf(choices: readonly (readonly number[])[], folds: number): readonly (readonly number[])[] {
  const testing = Array.from({ length: folds }, (_, fold) =>
    choices.flatMap((chosen, split) => (chosen.includes(fold) ? [split] : [])),
  );
  return testing[0]!.map((_, path) => testing.map((splits) => splits[path]!));
}

function requireFolds(spans: readonly LabelSpan[], settings: PurgedFoldSettings): void {
  const refuse = (rule: string, found: unknown): never => {
    throw new RegimetaError('E_PARAMETER_INVALID', { place: 'purgedFolds', rule, found: String(found) });
  };
  const { folds, testFolds, purge, embargo } = settings;
  const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;
  if (!isCount(folds, 2) || folds > spans.length) {
    refuse(`folds is a whole number from 2 to the ${spans.length} observations`, folds);
  }
  if (!isCount(testFolds, 1) || testFolds >= folds) {
    refuse(`testFolds is a whole number from 1 to ${folds - 1}`, testFolds);
  }
  if (!isCount(purge, 0) || !isCount(embargo, 0)) {
    refuse('purge and embargo are whole numbers from 0', `${purge}, ${embargo}`);
  }
  spans.forEach(({ first, last }, place) => {
    const inOrder = place === 0 || first >= spans[place - 1]!.first;
    if (!(first <= last) || !inOrder)
      refuse('spans are in the order of their beginnings', `${first} to ${last}`);
  });
}
