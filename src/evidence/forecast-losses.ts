/** The forecasts of an arm beside what came of them: a row for each decision, by symbol. */
export interface ArmForecasts {
  readonly name: string;
  /** Symbols: the width of a row. */
  readonly width: number;
  readonly times: Float64Array;
  /** NaN where there is none. */
  readonly predictions: Float32Array;
  readonly labels: Float32Array;
}

/** Of the decisions that both made, the mean over the symbols of the difference of squared errors, first less second. */
export function lossDifferences(a: ArmForecasts, b: ArmForecasts): Float64Array {
  const differences: number[] = [];
  for (let i = 0, j = 0; i < a.times.length; i++) {
    while (j < b.times.length && b.times[j]! < a.times[i]!) j++;
    if (b.times[j] !== a.times[i]) continue;
    let [sum, pairs] = [0, 0];
    for (let symbol = 0; symbol < a.width; symbol++) {
      const label = a.labels[i * a.width + symbol]!;
      const [own, other] = [a.predictions[i * a.width + symbol]!, b.predictions[j * b.width + symbol]!];
      if (Number.isNaN(label + own + other)) continue;
      sum += (label - own) * (label - own) - (label - other) * (label - other);
      pairs++;
    }
    if (pairs > 0) differences.push(sum / pairs);
  }
  return Float64Array.from(differences);
}
