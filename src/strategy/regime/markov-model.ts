/**
 * A Markov-switching model of observations with independent normal numbers (Hamilton 1989, Econometrica 57). In state s, number k has
 * mean `means[s, k]` and variance `variances[s, k]`; with autoregressive terms, of one number,
 * y(t) - mean(s(t)) = sum of coefficients[j] × (y(t-j) - mean(s(t-j))) + error.
 */
export interface MarkovModel {
  readonly states: number;
  readonly dimension: number;
  /** By row the state now, by column the next: probabilities, rows of 1. */
  readonly transition: Float64Array;
  /** States by numbers, row-major. */
  readonly means: Float64Array;
  /** The same; above zero. */
  readonly variances: Float64Array;
  /** Of the lags from 1 on; empty for none, and for more than one number. */
  readonly coefficients: Float64Array;
}

/** The probabilities of the states over a very long time: powers of the transition matrix, from equal shares. */
export function ergodicProbabilities({ states, transition }: MarkovModel): Float64Array {
  let power: Float64Array = transition.slice();
  for (let doubling = 0; doubling < 40; doubling++) {
    const squared = power.map((_, at) => {
      const [row, column] = [Math.floor(at / states), at % states];
      let sum = 0;
      for (let k = 0; k < states; k++) sum += power[row * states + k]! * power[k * states + column]!;
      return sum;
    });
    power = normalisedRows(squared, states);
  }
  const shares = new Float64Array(states);
  power.forEach((probability, at) => {
    shares[at % states]! += probability / states;
  });
  return shares;
}

/** Keeps what rounding takes off rows of probabilities. */
function normalisedRows(matrix: Float64Array, states: number): Float64Array {
  const sums = new Float64Array(states);
  matrix.forEach((x, at) => {
    sums[Math.floor(at / states)]! += x;
  });
  return matrix.map((x, at) => x / sums[Math.floor(at / states)]!);
}
