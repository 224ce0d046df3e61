import { randomFrom } from '../src/math/random.ts';
import type { DetectorFactory } from '../src/strategy/regime/regime-detector.ts';
import { BENCHED, type BenchedDetector } from './regime-detectors.ts';
import { AFTER, type DetectorFigures, RATE } from './regime-figures.ts';
import { NOISES, type NoiseKind, SHIFTS, type ShiftKind, SYMBOLS, simulatedReturns } from './regime-noise.ts';
import { type ObservedRows, observedRows } from './regime-observations.ts';
import { writeDetectorPage } from './regime-page.ts';

/** Slices without a change on which the alarms are counted, in stretches, each with a fresh detector. */
const STRETCHES = 5;
const STRETCH = 4_000;
/** Slices before the change of a run, and after it; a delay beyond counts as that. */
const BEFORE = 800;
const RUNS = 40;
/** Halvings of the range of a setting. */
const HALVINGS = 9;

/** A stretch of observations, and where in it something changes. */
interface Stretch {
  readonly rows: ObservedRows;
  readonly change: number;
}

/**
 * Per detector: false alarms per 1,000 bars on a market of 8 symbols without any change, of normal, t4 and GARCH(1,1) noise; then, with its setting brought
 * to 2 alarms per 1,000 bars of that noise, the mean delay of its first alarm after a change of mean, variance or correlation, 250 bars
 * at most; and the nanoseconds of an update. With `--write` the table and the picture of docs/detectors.md are made of them. `--only=cusum,adwin` names
 * some detectors, `--quick` takes an eighth of the bars and of the runs.
 */
export async function regimesBench(words: readonly string[]): Promise<Record<string, number>> {
  const quick = words.includes('--quick') ? 8 : 1;
  const quiet = byNoise((noise) => quietStretches(noise, Math.ceil(STRETCHES / quick)));
  const runs = byNoise((noise) => byShift((shift) => shiftedRuns(noise, shift, Math.ceil(RUNS / quick))));
  const figures: DetectorFigures[] = [];
  const only = words.find((word) => word.startsWith('--only='))?.slice('--only='.length);
  const names = only?.split(',') ?? BENCHED.map(({ name }) => name);
  for (const benched of BENCHED.filter(({ name }) => names.includes(name))) {
    const started = performance.now();
    figures.push(measured(benched, quiet, runs));
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    process.stderr.write(`  ${benched.name}: ${seconds} s\n`);
  }
  if (words.includes('--write')) writeDetectorPage(figures);
  return flattened(figures);
}

function measured(
  benched: BenchedDetector,
  quiet: Readonly<Record<NoiseKind, readonly Stretch[]>>,
  runs: Readonly<Record<NoiseKind, Readonly<Record<ShiftKind, readonly Stretch[]>>>>,
): DetectorFigures {
  const set = byNoise((noise) => calibrated(benched, quiet[noise]));
  return {
    name: benched.name,
    nsPerUpdate: nanoseconds(benched, quiet.normal),
    falseAlarms: byNoise((noise) => alarmRate(benched.byDefault, benched, quiet[noise])),
    ratesReached: byNoise((noise) => set[noise].rate),
    delays: byNoise((noise) =>
      byShift((shift) => meanDelay(set[noise].detector, benched, runs[noise][shift])),
    ),
  };
}

const byNoise = <Value>(of: (noise: NoiseKind) => Value): Readonly<Record<NoiseKind, Value>> =>
  Object.fromEntries(NOISES.map((noise) => [noise, of(noise)])) as Record<NoiseKind, Value>;

const byShift = <Value>(of: (shift: ShiftKind) => Value): Readonly<Record<ShiftKind, Value>> =>
  Object.fromEntries(SHIFTS.map((shift) => [shift, of(shift)])) as Record<ShiftKind, Value>;

function quietStretches(noise: NoiseKind, count: number): Stretch[] {
  return Array.from({ length: count }, (_, k) => {
    const random = randomFrom(k).split(`quiet ${noise}`);
    const market = { noise, shift: null, slices: STRETCH, changeAt: STRETCH };
    return { rows: observedRows(simulatedReturns(market, random), SYMBOLS), change: STRETCH };
  });
}

function shiftedRuns(noise: NoiseKind, shift: ShiftKind, count: number): Stretch[] {
  return Array.from({ length: count }, (_, k) => {
    const random = randomFrom(k).split(`${shift} ${noise}`);
    const market = { noise, shift, slices: BEFORE + AFTER, changeAt: BEFORE };
    const rows = observedRows(simulatedReturns(market, random), SYMBOLS);
    return { rows, change: BEFORE - rows.first };
  });
}

function alarmRate(
  detector: DetectorFactory,
  { observes }: BenchedDetector,
  quiet: readonly Stretch[],
): number {
  let alarms = 0;
  let bars = 0;
  for (const { rows } of quiet) {
    const observed = rows[observes];
    const watching = detector.create(observed[0]!.length);
    for (const row of observed) if (watching.update(row).confirmed) alarms++;
    bars += observed.length;
  }
  return (1_000 * alarms) / bars;
}

/** The detector with the least caution that raises no more alarms than the rate. */
function calibrated(
  benched: BenchedDetector,
  quiet: readonly Stretch[],
): { readonly detector: DetectorFactory; readonly rate: number } {
  let [low, high] = benched.caution;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (alarmRate(benched.withCaution(middle), benched, quiet) > RATE) low = middle;
    else high = middle;
  }
  const detector = benched.withCaution(high);
  return { detector, rate: alarmRate(detector, benched, quiet) };
}

function meanDelay(
  detector: DetectorFactory,
  { observes }: BenchedDetector,
  runs: readonly Stretch[],
): number {
  let sum = 0;
  for (const { rows, change } of runs) {
    const observed = rows[observes];
    const watching = detector.create(observed[0]!.length);
    let delay = AFTER;
    for (let t = 0; t < observed.length && delay === AFTER; t++) {
      if (watching.update(observed[t]!).confirmed && t >= change) delay = t - change;
    }
    sum += delay;
  }
  return sum / runs.length;
}

/** The time of an update, refits included, in the fastest of five passes. */
function nanoseconds({ byDefault, observes }: BenchedDetector, quiet: readonly Stretch[]): number {
  const observed = quiet[0]!.rows[observes];
  const passes = Array.from({ length: 5 }, () => {
    const detector = byDefault.create(observed[0]!.length);
    const started = performance.now();
    for (const row of observed) detector.update(row);
    return (1e6 * (performance.now() - started)) / observed.length;
  });
  return Math.min(...passes);
}

function flattened(figures: readonly DetectorFigures[]): Record<string, number> {
  const entries = figures.flatMap(({ name, nsPerUpdate, falseAlarms, ratesReached, delays }) => [
    [`${name} ns_per_update`, nsPerUpdate] as const,
    ...NOISES.flatMap((noise) => [
      [`${name} false_alarms_per_1000 ${noise}`, falseAlarms[noise]] as const,
      [`${name} rate_reached ${noise}`, ratesReached[noise]] as const,
      ...SHIFTS.map((shift) => [`${name} delay_${shift} ${noise}`, delays[noise][shift]] as const),
    ]),
  ]);
  return Object.fromEntries(entries.map(([key, value]) => [key, Math.round(100 * value) / 100]));
}
