/** Lanczos' approximation of the gamma function's logarithm (g = 7), independent of the one under test. */
function lanczosLogGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const shifted = x - 1;
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum += coefficients[i] / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Student-t density with `freedom` degrees of freedom. */
function studentDensity(value: number, freedom: number, location: number, scaleSquared: number): number {
  const norm = lanczosLogGamma((freedom + 1) / 2) - lanczosLogGamma(freedom / 2);
  const distance = (value - location) ** 2 / (freedom * scaleSquared);
  const kernel = -((freedom + 1) / 2) * Math.log(1 + distance);
  return Math.exp(norm - 0.5 * Math.log(freedom * Math.PI * scaleSquared) + kernel);
}

export interface NaiveSettings {
  readonly mean: number;
  readonly kappa: number;
  readonly alpha: number;
  readonly beta: number;
  readonly hazard: number;
}

/** The predictive density of `value` after the observations of a run, from the batch formulas. */
function naivePredictive(value: number, seen: readonly number[], settings: NaiveSettings): number {
  const count = seen.length;
  const average = count === 0 ? 0 : seen.reduce((sum, x) => sum + x, 0) / count;
  const squares = seen.reduce((sum, x) => sum + (x - average) ** 2, 0);
  const kappa = settings.kappa + count;
  const mean = (settings.kappa * settings.mean + count * average) / kappa;
  const alpha = settings.alpha + count / 2;
  const shift = (settings.kappa * count * (average - settings.mean) ** 2) / (2 * kappa);
  const beta = settings.beta + squares / 2 + shift;
  return studentDensity(value, 2 * alpha, mean, (beta * (kappa + 1)) / (alpha * kappa));
}

/**
 * Adams & MacKay's recursion straight from the paper: plain probabilities, no truncation, and the statistics of every
 * run computed anew from its observations. Row t holds run lengths 0 to t + 1.
 */
export function naiveRunLengthRows(series: readonly number[], settings: NaiveSettings): number[][] {
  const rows: number[][] = [];
  let row = [1];
  for (const [time, value] of series.entries()) {
    const joint = row.map(
      (probability, run) => probability * naivePredictive(value, series.slice(time - run, time), settings),
    );
    const evidence = joint.reduce((sum, x) => sum + x, 0);
    row = [settings.hazard, ...joint.map((x) => (x * (1 - settings.hazard)) / evidence)];
    rows.push(row);
  }
  return rows;
}
