/** The change points that each annotator saw, by name; row numbers from 0. */
export type Annotations = Readonly<Record<string, readonly number[]>>;

/** Rows that a prediction may lie apart from an annotation. */
const MARGIN = 5;

/** Row 0 always begins a segment. */
function withStart(points: readonly number[]): number[] {
  return [...new Set([0, ...points])].sort((a, b) => a - b);
}

/** How many annotated points have a prediction of their own within the margin, the nearest of those that are left. */
function matched(points: readonly number[], predictions: readonly number[], margin: number): number {
  const free = new Set(predictions);
  let count = 0;
  for (const point of points) {
    let nearest: number | null = null;
    for (const prediction of free) {
      const distance = Math.abs(prediction - point);
      if (distance <= margin && (nearest === null || distance < Math.abs(nearest - point)))
        nearest = prediction;
    }
    if (nearest === null) continue;
    free.delete(nearest);
    count++;
  }
  return count;
}

/**
 * F1 of predicted change points as van den Burg and Williams define it (2020, arXiv 2003.06222): precision against the union of all annotations,
 * recall as the mean over annotators; row 0 is a change point on both sides; a prediction matches one annotation, within 5 rows. From 0 to 1.
 */
export function changePointF1(
  annotations: Annotations,
  predictions: readonly number[],
  margin = MARGIN,
): number {
  const predicted = withStart(predictions);
  const annotators = Object.values(annotations).map(withStart);
  const union = withStart(annotators.flat());
  const precision = matched(union, predicted, margin) / predicted.length;
  const recalls = annotators.map((points) => matched(points, predicted, margin) / points.length);
  const recall = recalls.reduce((sum, x) => sum + x, 0) / recalls.length;
  return (2 * precision * recall) / (precision + recall);
}

/**
 * Covering of a series of `count` rows (Arbeláez et al. 2011; van den Burg and Williams 2020): the mean over annotators of the sum over their segments A of |A| / count × the largest
 * Jaccard index of A with a predicted segment. From 0 to 1.
 */
export function changePointCovering(
  annotations: Annotations,
  predictions: readonly number[],
  count: number,
): number {
  const predicted = segmentsOf(predictions, count);
  const scores = Object.values(annotations).map((points) => {
    let sum = 0;
    for (const [start, end] of segmentsOf(points, count)) {
      const best = predicted.reduce((most, [from, to]) => {
        const shared = Math.max(0, Math.min(end, to) - Math.max(start, from));
        return Math.max(most, shared / (end - start + to - from - shared));
      }, 0);
      sum += (end - start) * best;
    }
    return sum / count;
  });
  return scores.reduce((sum, x) => sum + x, 0) / scores.length;
}

function segmentsOf(points: readonly number[], count: number): (readonly [number, number])[] {
  const starts = withStart(points);
  return starts.map((start, k) => [start, starts[k + 1] ?? count] as const);
}
