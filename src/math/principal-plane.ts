/** Points seen along the two directions in which they differ most. */
export interface PrincipalPlane {
  /** Two coordinates of every point, in units of the standardised coordinates; `[x₀, y₀, x₁, y₁, …]`. */
  readonly at: Float64Array;
  /** The parts of the whole variance that lie along the first and the second direction, from 0 to 1. */
  readonly shares: readonly [number, number];
}

/**
 * The first two principal components (Pearson 1901; Hotelling 1933) of points of one length, by power iteration with
 * deflation. Every coordinate is centred and divided by its deviation first; one that does not vary counts for nothing.
 * The largest loading of a direction is positive, so that the picture has one orientation. Null where no coordinate
 * varies; the points must be finite.
 */
export function principalPlane(points: readonly (readonly number[])[]): PrincipalPlane | null {
  const { rows, width } = standardised(points);
  if (width === 0) return null;
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const first = principalDirection(rows, width, null);
  const second = principalDirection(rows, width, first);
  const at = new Float64Array(2 * rows.length);
  let [along, across] = [0, 0];
  rows.forEach((row, i) => {
    const [x, y] = [dot(row, first), dot(row, second)];
    at[2 * i] = x;
    at[2 * i + 1] = y;
    along += x * x;
    across += y * y;
  });
  return { at, shares: [along / total, across / total] };
}

/** The coordinates that vary, with mean 0 and deviation 1. */
function standardised(points: readonly (readonly number[])[]): {
  readonly rows: readonly Float64Array[];
  readonly width: number;
} {
  const columns: Float64Array[] = [];
  for (let j = 0; j < (points[0]?.length ?? 0); j++) {
    const column = Float64Array.from(points, (point) => point[j]!);
    if (column.every((value) => value === column[0])) continue;
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const centred = column.map((value) => value - mean);
    const deviation = Math.sqrt(dot(centred, centred) / column.length);
    if (deviation > 0 && deviation < Number.POSITIVE_INFINITY)
      columns.push(centred.map((value) => value / deviation));
  }
  return {
    rows: points.map((_, i) => Float64Array.from(columns, (column) => column[i]!)),
    width: columns.length,
  };
}

/** Enough for a picture: where two variances are this near to each other, either direction shows the points alike. */
const ROUNDS_MAX = 1000;
const TURN_MIN = 1e-12;

/** The direction of the largest variance, orthogonal to `beside`; zeros where nothing varies there. */
function principalDirection(
  rows: readonly Float64Array[],
  width: number,
  beside: Float64Array | null,
): Float64Array {
  // A start without symmetry, so that it is not orthogonal to what is sought.
  let direction = Float64Array.from({ length: width }, (_, j) => 1 + ((j * 37 + 11) % 101) / 101);
  if (!orthonormalise(direction, beside)) direction = new Float64Array(width);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = new Float64Array(width);
    for (const row of rows) {
      const along = dot(row, direction);
      for (let j = 0; j < width; j++) next[j] = next[j]! + along * row[j]!;
    }
    if (!orthonormalise(next, beside)) return new Float64Array(width);
    const turn = next.reduce((most, value, j) => Math.max(most, Math.abs(value - direction[j]!)), 0);
    direction = next;
    if (turn < TURN_MIN) break;
  }
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

/** Takes out what lies along a unit vector and makes the rest a unit vector; false where next to nothing is left. */
function orthonormalise(vector: Float64Array, beside: Float64Array | null): boolean {
  const before = Math.sqrt(dot(vector, vector));
  if (beside) {
    const along = dot(vector, beside);
    for (let j = 0; j < vector.length; j++) vector[j] = vector[j]! - along * beside[j]!;
  }
  const length = Math.sqrt(dot(vector, vector));
  if (!(length > LEFT_MIN * before)) return false;
  for (let j = 0; j < vector.length; j++) vector[j] = vector[j]! / length;
  return true;
}

/** What is left below this part of a vector is rounding. */
const LEFT_MIN = 1e-9;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
