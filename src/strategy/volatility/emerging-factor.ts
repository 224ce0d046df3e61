import { symmetricEigen } from '../../math/symmetric-eigen.ts';
import { requireReturns, requireRiskInput } from './volatility-input.ts';

/** Settings of the watch for new common components. */
export interface EmergingFactorSettings {
  /** Periods that the known components are estimated from; they end where the window begins. */
  readonly referencePeriods: number;
  /** The last periods, whose residuals are looked at. */
  readonly windowPeriods: number;
  /** Periods between two looks. */
  readonly everyPeriods: number;
  /** How far above the edge of noise, in the unit of the Tracy-Widom law: 2.02 is exceeded by noise in one look of a hundred. */
  readonly excess: number;
}

/** Two years of reference, a quarter to look at, a look a week, one false alarm in a hundred looks at Gaussian noise. */
export const EMERGING_FACTOR_DEFAULTS: EmergingFactorSettings = {
  referencePeriods: 504,
  windowPeriods: 63,
  everyPeriods: 5,
  excess: 2.0234,
};

/** What a look found. */
export interface FactorReading {
  /** The largest eigenvalue of the correlations of the residuals in the window. */
  readonly eigenvalue: number;
  /** What it would have to exceed to stand for a component rather than noise. */
  readonly threshold: number;
  /** Components that were known from the reference periods, and taken out. */
  readonly known: number;
  /** Whether it exceeds the threshold now and did not at the look before. */
  readonly emerged: boolean;
  /** The loading of every asset on the new component; its squares sum to 1. */
  readonly loadings: Float64Array;
}

/**
 * Watches for a common component that is new: components that are known from the past, those whose eigenvalues stand above
 * the edge of noise (Marchenko & Pastur 1967), are taken out of the last returns, and the largest eigenvalue of the
 * correlations of what is left is compared with what noise alone would show (Johnstone 2001). It sees the returns up to now
 * alone. E_PARAMETER_INVALID for settings out of range, and returns that are not as many as assets or not finite.
 */
export class EmergingFactor {
  readonly #settings: EmergingFactorSettings;
  readonly #assets: number;
  #rows: Float64Array[] = [];
  #taken = 0;
  #isAbove = false;

  constructor(assets: number, settings: Partial<EmergingFactorSettings> = {}) {
    this.#settings = { ...EMERGING_FACTOR_DEFAULTS, ...settings };
    this.#assets = assets;
    const { referencePeriods, windowPeriods, everyPeriods, excess } = this.#settings;
    const counts = [referencePeriods, windowPeriods, everyPeriods];
    const areCounts = counts.every((count) => Number.isInteger(count) && count >= 1) && windowPeriods >= 10;
    const rule = 'periods are whole numbers from 1, the window has 10 at least, and there are two assets';
    const holds = areCounts && referencePeriods > assets && assets >= 2 && Number.isFinite(excess);
    requireRiskInput(
      holds,
      'EmergingFactor',
      `${rule}, fewer than reference periods`,
      JSON.stringify(settings),
    );
  }

  /** Takes one return of every asset; what a look found, or null where none was due or the past is too short. */
  take(returns: ArrayLike<number>): FactorReading | null {
    const { referencePeriods, windowPeriods, everyPeriods } = this.#settings;
    requireReturns(returns, this.#assets, 'EmergingFactor');
    this.#rows.push(Float64Array.from(returns));
    this.#taken++;
    if (this.#rows.length > referencePeriods + windowPeriods) this.#rows.shift();
    if (this.#rows.length < referencePeriods + windowPeriods || this.#taken % everyPeriods !== 0) return null;
    return this.#look();
  }

  #look(): FactorReading {
    const { referencePeriods, windowPeriods, excess } = this.#settings;
    const assets = this.#assets;
    const reference = this.#rows.slice(0, referencePeriods);
    const scales = scalesOf(reference, assets);
    const past = symmetricEigen(correlationOf(scaled(reference, scales)), assets);
    const edge = noiseThreshold(referencePeriods, assets, excess);
    const known = Math.min(
      assets - 1,
      past.values.findIndex((value) => value <= edge),
    );
    const residuals = scaled(this.#rows.slice(referencePeriods), scales).map((row) =>
      without(row, past.vectors, known),
    );
    const present = symmetricEigen(correlationOf(residuals), assets);
    const threshold = (noiseThreshold(windowPeriods, assets - known, excess) * assets) / (assets - known);
    const eigenvalue = present.values[0]!;
    const isAbove = eigenvalue > threshold;
    const emerged = isAbove && !this.#isAbove;
    this.#isAbove = isAbove;
    return { eigenvalue, threshold, known, emerged, loadings: present.vectors.slice(0, assets) };
  }
}

/**
 * What the largest eigenvalue of the correlations of independent Gaussian columns stays below: centre and scale of Johnstone
 * (2001, Annals of Statistics 29(2), theorem 1) and a multiple of the scale.
 */
function noiseThreshold(periods: number, columns: number, excess: number): number {
  const [rowPart, columnPart] = [Math.sqrt(periods - 1), Math.sqrt(columns)];
  const sum = rowPart + columnPart;
  return (sum * sum + excess * sum * Math.cbrt(1 / rowPart + 1 / columnPart)) / periods;
}

/** Mean and deviation of every asset; a deviation of 1 where an asset did not move. */
function scalesOf(rows: readonly Float64Array[], assets: number): readonly (readonly [number, number])[] {
  return Array.from({ length: assets }, (_, i) => {
    const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
    const squares = rows.reduce((sum, row) => sum + (row[i]! - mean) * (row[i]! - mean), 0);
    return [mean, Math.sqrt(squares / rows.length) || 1] as const;
  });
}

function scaled(
  rows: readonly Float64Array[],
  scales: readonly (readonly [number, number])[],
): readonly Float64Array[] {
  return rows.map((row) => row.map((value, i) => (value - scales[i]![0]) / scales[i]![1]));
}

/** Correlations of the columns, row-major; 1 on the diagonal, and 0 beside a column that does not vary. */
function correlationOf(rows: readonly Float64Array[]): Float64Array {
  const assets = rows[0]!.length;
  const standardised = scaled(rows, scalesOf(rows, assets));
  const correlation = new Float64Array(assets * assets);
  for (const row of standardised) {
    for (let i = 0; i < assets; i++) {
      for (let j = i + 1; j < assets; j++) correlation[i * assets + j]! += (row[i]! * row[j]!) / rows.length;
    }
  }
  for (let i = 0; i < assets; i++) correlation[i * assets + i] = 1;
  return correlation;
}

/** A row less its parts along the first `count` vectors. */
function without(row: Float64Array, vectors: Float64Array, count: number): Float64Array {
  const size = row.length;
  const left = row.slice();
  for (let k = 0; k < count; k++) {
    let along = 0;
    for (let i = 0; i < size; i++) along += row[i]! * vectors[k * size + i]!;
    for (let i = 0; i < size; i++) left[i]! -= along * vectors[k * size + i]!;
  }
  return left;
}
