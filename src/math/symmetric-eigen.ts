/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Falling. */
  readonly values: Float64Array;
  /** One vector of length 1 a row, in the order of the values; row-major. */
  readonly vectors: Float64Array;
}

const SWEEPS_MAX = 60;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, row-major, by cyclic rotations (Jacobi 1846; Golub & Van Loan 2013,
 * section 8.5), until what is off the diagonal is below 1e-14 of the whole. The entries must be finite; the upper half is read.
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = matrix.slice();
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) a[i * size + j] = a[j * size + i]!;
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  const whole = a.reduce((sum, entry) => sum + entry * entry, 0);
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let off = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) off += 2 * a[i * size + j]! * a[i * size + j]!;
    if (!(off > 1e-28 * whole)) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, [p, q]);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    vectors.set(v.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors };
}

/** One rotation, which makes the entry at p and q zero; `v` holds the vectors as rows. */
function rotate(a: Float64Array, v: Float64Array, size: number, [p, q]: readonly [number, number]): void {
  const between = a[p * size + q]!;
  if (between === 0) return;
  const ratio = (a[q * size + q]! - a[p * size + p]!) / (2 * between);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [a[k * size + p]!, a[k * size + q]!];
    a[k * size + p] = cosine * kp - sine * kq;
    a[k * size + q] = sine * kp + cosine * kq;
  }
  for (let k = 0; k < size; k++) {
    const [pk, qk] = [a[p * size + k]!, a[q * size + k]!];
    a[p * size + k] = cosine * pk - sine * qk;
    a[q * size + k] = sine * pk + cosine * qk;
    const [vp, vq] = [v[p * size + k]!, v[q * size + k]!];
    v[p * size + k] = cosine * vp - sine * vq;
    v[q * size + k] = sine * vp + cosine * vq;
  }
}
