import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NormalGammaModel } from '../../../src/strategy/regime/normal-gamma-model.ts';
import { RunLengthPosterior } from '../../../src/strategy/regime/run-length-posterior.ts';

/** The Turing Change Point Dataset (van den Burg & Williams, arXiv 2003.06222), where a copy lies beside the project. */
const FOLDER = '../shared/data/tcpd';

interface LabelledSeries {
  readonly annotations: Readonly<Record<string, readonly number[]>>;
  readonly series: readonly (readonly number[])[];
}

/** F1 of change points as `zero` and as this posterior reach them, recomputed from the dataset by independent code. */
const EXPECTED = [
  { name: 'well_log', zero: 0.237022526934, f1Min: 0.79 },
  { name: 'nile', zero: 0.823529411765, f1Min: 0.999 },
  { name: 'quality_control_2', zero: 0.75, f1Min: 0.999 },
  { name: 'quality_control_3', zero: 0.666666666667, f1Min: 0.999 },
  { name: 'quality_control_5', zero: 1, f1Min: 0.999 },
];

/** Standardised over its whole length, as the benchmark does: this test is about the posterior, not about foresight. */
function standardised(series: readonly number[]): number[] {
  const mean = series.reduce((sum, x) => sum + x, 0) / series.length;
  const variance = series.reduce((sum, x) => sum + (x - mean) ** 2, 0) / series.length;
  return series.map((x) => (x - mean) / Math.sqrt(variance));
}

/** Walks back from the end by the most probable run length; a run length of 0 steps back by one. */
function changePoints(series: readonly number[]): number[] {
  const prior = { mean: 0, kappa: 1, alpha: 1, beta: 1 };
  const posterior = new RunLengthPosterior(new NormalGammaModel(1, prior, series.length), 1 / 100);
  const mostProbable = series.map((value) => {
    posterior.update(Float64Array.of(value));
    return posterior.mostProbable(0, series.length);
  });
  const found = new Set([0]);
  let at = series.length - 1;
  while (at > 0) {
    at -= Math.max(1, mostProbable[at]);
    found.add(Math.max(0, at));
  }
  return [...found].sort((a, b) => a - b);
}

/** How many labels have a prediction of their own within 5; 0 belongs to both sides. */
function matched(labels: readonly number[], predictions: readonly number[]): number {
  const free = new Set(predictions);
  let count = 0;
  for (const label of labels) {
    const near = [...free].filter((prediction) => Math.abs(prediction - label) <= 5);
    near.sort((a, b) => Math.abs(a - label) - Math.abs(b - label));
    if (near.length === 0) continue;
    free.delete(near[0]);
    count += 1;
  }
  return count;
}

function f1Of(annotations: LabelledSeries['annotations'], predictions: readonly number[]): number {
  const annotators = Object.values(annotations).map((labels) => [...new Set([0, ...labels])]);
  const union = [...new Set(annotators.flat())].sort((a, b) => a - b);
  const precision = matched(union, predictions) / predictions.length;
  const recalls = annotators.map((labels) => matched(labels, predictions) / labels.length);
  const recall = recalls.reduce((sum, x) => sum + x, 0) / recalls.length;
  return (2 * precision * recall) / (precision + recall);
}

describe.skipIf(!existsSync(FOLDER))('the run-length posterior on labelled series', () => {
  it.each(EXPECTED)('finds the labelled changes of $name as well as an independent program', (expected) => {
    const { annotations, series } = JSON.parse(
      readFileSync(`${FOLDER}/${expected.name}.json`, 'utf8'),
    ) as LabelledSeries;
    const values = series[0];
    expect(f1Of(annotations, [0])).toBeCloseTo(expected.zero, 9);
    expect(f1Of(annotations, changePoints(standardised(values)))).toBeGreaterThanOrEqual(expected.f1Min);
  });
});
