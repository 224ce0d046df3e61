import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Annotations, changePointCovering, changePointF1 } from '../src/evidence/change-point-scores.ts';
import type { DetectorFactory } from '../src/strategy/regime/regime-detector.ts';
import { BENCHED } from './regime-detectors.ts';
import type { LabelledScore } from './regime-figures.ts';
import { writeLabelledTable } from './regime-page.ts';

interface LabelledSeries {
  readonly name: string;
  readonly annotations: Annotations;
  /** One array a dimension. */
  readonly series: readonly (readonly (number | null)[])[];
}

/** As they come, of one number; the correlation rule needs several. */
const DETECTORS: readonly (readonly [string, DetectorFactory | null])[] = [
  ['zero', null],
  ...BENCHED.filter(({ observes }) => observes === 'market').map(
    ({ name, byDefault }) => [name, byDefault] as const,
  ),
];

/**
 * F1 and covering of every online detector with its default settings on the labelled series of a folder in the form of the Turing Change Point
 * Dataset (van den Burg & Williams 2020), and of `zero`, which never finds a change. Series are standardised over their whole length, as
 * the benchmark does it; beyond that a detector sees nothing before its time. A change stands where the detector placed the beginning of
 * the new regime at its confirmation; nothing is taken back. `--folder=PATH` names the folder, `--write` puts the table into docs/detectors.md.
 */
export function labelledBench(words: readonly string[]): Record<string, number> {
  const folder =
    words.find((word) => word.startsWith('--folder='))?.slice('--folder='.length) ?? '../shared/data/tcpd';
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = files
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as LabelledSeries);
  const scores = new Map(DETECTORS.map(([name, factory]) => [name, all.map((one) => scoreOf(one, factory))]));
  if (words.includes('--write')) writeLabelledTable(scores);
  const entries = [...scores].flatMap(([name, found]) =>
    found.flatMap(({ series, f1, covering }) => [
      [`${name} f1 ${series}`, f1] as const,
      [`${name} covering ${series}`, covering] as const,
    ]),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, Math.round(1e4 * value) / 1e4]));
}

function scoreOf(
  { name, annotations, series }: LabelledSeries,
  factory: DetectorFactory | null,
): LabelledScore {
  const count = series[0]!.length;
  const changes = factory ? changesOf(factory, series.map(standardised)) : [];
  return {
    series: name,
    f1: changePointF1(annotations, changes),
    covering: changePointCovering(annotations, changes, count),
  };
}

function changesOf(factory: DetectorFactory, columns: readonly (readonly number[])[]): number[] {
  const detector = factory.create(columns.length);
  const changes: number[] = [];
  for (let t = 0; t < columns[0]!.length; t++) {
    const { confirmed, runLength } = detector.update(Float64Array.from(columns, (column) => column[t]!));
    if (confirmed) changes.push(Math.max(0, t - runLength + 1));
  }
  return changes;
}

/** NaN where there is no value. */
function standardised(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / known.length;
  return values.map((value) => (value === null ? Number.NaN : (value - mean) / Math.sqrt(variance)));
}
