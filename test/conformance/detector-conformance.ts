import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { detectorOf } from '../../src/strategy/regime/detector-settings.ts';
import type {
  DetectorFactory,
  DetectorState,
  RegimeDetector,
} from '../../src/strategy/regime/regime-detector.ts';

/** A detector under test. */
export interface DetectorSubject {
  readonly name: string;
  readonly factory: DetectorFactory;
  /** Length of the observations; 2 where left out. */
  readonly dimension?: number;
  /** Whether `detectorOf` makes it from its settings; true where left out. */
  readonly hasSettings?: boolean;
  /** Rows with a change that nobody could miss, from row 400 on of 700. */
  readonly shifted: (dimension: number) => Row[];
}

type Row = readonly number[];

/** Rows of standard normal numbers. */
export function normalRows(seed: number, count: number, dimension: number): Row[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => Array.from({ length: dimension }, () => random.normal()));
}

/** Normal rows whose mean moves by three deviations at row 400, and whose deviation trebles. */
export function shiftedRows(dimension: number): Row[] {
  return normalRows(5, 700, dimension).map((row, t) => row.map((value) => (t < 400 ? value : 3 + 3 * value)));
}

/** Everything that a detector says, as text that differs where anything does. */
function readingOf(detector: RegimeDetector): string {
  const { regime, confirmed, changeProbability, runLength, confirmedAt, missing } = detector;
  return [regime, confirmed, changeProbability, runLength, confirmedAt, missing].join(' ');
}

/** The reading after each row. */
function readings(detector: RegimeDetector, rows: readonly Row[]): string[] {
  return rows.map((row) => {
    detector.update(Float64Array.from(row));
    return readingOf(detector);
  });
}

/** The rows after which a change is confirmed. */
function confirmedIn(detector: RegimeDetector, rows: readonly Row[]): number[] {
  return rows.flatMap((row, t) => (detector.update(Float64Array.from(row)).confirmed ? [t] : []));
}

function isSound({ regime, changeProbability, runLength, confirmedAt, states }: RegimeDetector): boolean {
  const isRegime =
    Number.isSafeInteger(regime) && regime >= 0 && regime < (states ?? Number.POSITIVE_INFINITY);
  const isProbability = changeProbability >= 0 && changeProbability <= 1;
  const isRun = Number.isSafeInteger(runLength) && runLength >= 0;
  return isRegime && isProbability && isRun && (confirmedAt === null || confirmedAt >= 0);
}

function requireSound(detector: RegimeDetector): void {
  if (!isSound(detector)) throw new Error(`unsound: ${readingOf(detector)}`);
}

function requireSoundAlong(detector: RegimeDetector, rows: readonly Row[]): void {
  for (const row of rows) {
    detector.update(Float64Array.from(row));
    requireSound(detector);
  }
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof RegimetaError) return error.code;
    throw error;
  }
  return 'no error';
}

/** Some rows of every kind: noise, a change, something missing, something monstrous. */
function mixedRows(dimension: number): Row[] {
  const rows = [...shiftedRows(dimension), ...normalRows(6, 200, dimension)];
  rows[150] = Array.from({ length: dimension }, () => Number.NaN);
  rows[300] = Array.from({ length: dimension }, () => 1e6);
  rows[301] = Array.from({ length: dimension }, () => -1e6);
  return rows;
}

type Case = (create: () => RegimeDetector, subject: DetectorSubject) => void;

const missingRow = (dimension: number): Row => Array.from({ length: dimension }, () => Number.NaN);

const CASES: Readonly<Record<string, Case>> = {
  'before the first observation it knows nothing': (create) => {
    const { runLength, confirmed, confirmedAt, missing, changeProbability } = create();
    expect({ runLength, confirmed, confirmedAt, missing, changeProbability }).toEqual({
      runLength: 0,
      confirmed: false,
      confirmedAt: null,
      missing: 0,
      changeProbability: 0,
    });
  },

  'an update returns the reading that the detector then has': (create) => {
    const detector = create();
    expect(detector.update(new Float64Array(detector.dimension))).toBe(detector);
    requireSound(detector);
  },

  'nothing that it has said depends on what comes later': (create) => {
    const rows = mixedRows(create().dimension);
    const told = readings(create(), rows);
    for (const cut of [1, 260, 430, 690]) {
      const poisoned = rows.map((row, t) => (t < cut ? row : row.map((_, k) => (t % 3) * 1e3 - k)));
      expect(readings(create(), poisoned).slice(0, cut)).toEqual(told.slice(0, cut));
    }
  },

  'the same rows give the same readings': (create) => {
    const rows = mixedRows(create().dimension);
    expect(readings(create(), rows)).toEqual(readings(create(), rows));
  },

  'saved, carried as JSON and restored, it goes on bit by bit': (create) => {
    const rows = mixedRows(create().dimension);
    const told = readings(create(), rows);
    for (const cut of [0, 1, 151, 420, 600]) {
      const first = create();
      readings(first, rows.slice(0, cut));
      const text = JSON.stringify(first.save());
      const second = create();
      // What the other one did before must not matter.
      readings(second, normalRows(9, 77, second.dimension));
      second.restore(JSON.parse(text) as DetectorState);
      expect(readingOf(second)).toEqual(readingOf(first));
      expect(readings(second, rows.slice(cut))).toEqual(told.slice(cut));
    }
  },

  'a saved state is a copy': (create) => {
    const detector = create();
    const rows = mixedRows(detector.dimension);
    readings(detector, rows.slice(0, 300));
    const saved = detector.save();
    const text = JSON.stringify(saved);
    readings(detector, rows.slice(300));
    expect(JSON.stringify(saved)).toBe(text);
  },

  'the state of another detector is refused': (create, subject) => {
    const detector = create();
    if (subject.dimension === undefined) {
      const other = subject.factory.create(detector.dimension + 1);
      expect(codeOf(() => detector.restore(other.save()))).toBe('E_CHECKPOINT');
    }
    const { method } = detector.save();
    expect(codeOf(() => detector.restore({ ...detector.save(), method: `${method as string}?` }))).toBe(
      'E_CHECKPOINT',
    );
    expect(codeOf(() => detector.restore({}))).toBe('E_CHECKPOINT');
  },

  'a missing observation is counted, and changes nothing else': (create) => {
    const detector = create();
    const rows = normalRows(3, 300, detector.dimension);
    const without = create();
    readings(detector, rows.slice(0, 200));
    readings(without, rows.slice(0, 200));
    for (let gap = 0; gap < 40; gap++) {
      detector.update(Float64Array.from(missingRow(detector.dimension)));
      expect(detector.confirmed).toBe(false);
      requireSound(detector);
    }
    expect(detector.missing).toBe(40);
    const withoutCounts = (text: string): string => text.split(' ').slice(0, 4).join(' ');
    const expected = readings(without, rows.slice(200)).map(withoutCounts);
    expect(readings(detector, rows.slice(200)).map(withoutCounts)).toEqual(expected);
  },

  'members that come and go never make it say NaN': (create) => {
    const detector = create();
    const random = randomFrom(8);
    const rows = normalRows(4, 500, detector.dimension).map((row) =>
      row.map((value) => (random.uniform() < 0.2 ? Number.NaN : value)),
    );
    requireSoundAlong(detector, rows);
  },

  'constants are no change': (create) => {
    for (const constant of [0, 1, -1e6]) {
      const detector = create();
      const row = new Float64Array(detector.dimension).fill(constant);
      let confirmed = 0;
      for (let t = 0; t < 700; t++) {
        // Detectors of standardised observations may take a constant far from 0 for one change, once.
        if (detector.update(row).confirmed) confirmed++;
        requireSound(detector);
      }
      if (constant === 0) expect(confirmed).toBe(0);
    }
  },

  'jumps of 1e6 and beyond are survived': (create) => {
    const detector = create();
    const { dimension } = detector;
    const wild = [1e6, -1e6, 1e300, -1e300, 5e-324, 0, Number.MAX_VALUE];
    const rows = normalRows(12, 900, dimension).map((row, t) =>
      t % 50 === 49 ? row.map(() => wild[Math.floor(t / 50) % wild.length]!) : row,
    );
    requireSoundAlong(detector, rows);
  },

  'one observation, and a series shorter than any warm-up, confirm nothing': (create) => {
    const detector = create();
    for (const row of normalRows(1, 4, detector.dimension)) {
      expect(detector.update(Float64Array.from(row)).confirmed).toBe(false);
      requireSound(detector);
    }
  },

  'an observation of another length is a defect': (create) => {
    const detector = create();
    expect(codeOf(() => detector.update(new Float64Array(detector.dimension + 1)))).toBe('E_INVARIANT');
    if (detector.dimension > 1) expect(codeOf(() => detector.update(1))).toBe('E_INVARIANT');
  },

  'a change that nobody could miss is confirmed, at its time and not before': (create, { shifted }) => {
    const detector = create();
    const rows = shifted(detector.dimension);
    const confirmed = confirmedIn(detector, rows);
    const found = confirmed.filter((t) => t >= 400 && t < 600);
    expect(found.length).toBeGreaterThan(0);
    expect(confirmed.filter((t) => t < 400).length).toBeLessThanOrEqual(2);
  },

  'its settings are plain, and make it again': (create, { factory, hasSettings = true }) => {
    const settings = JSON.parse(JSON.stringify(factory.settings)) as Record<string, unknown>;
    expect(settings).toEqual(factory.settings);
    if (!hasSettings) return;
    const again = detectorOf(settings);
    expect(again.settings).toEqual(factory.settings);
    const detector = create();
    const rows = mixedRows(detector.dimension).slice(350, 500);
    expect(readings(again.create(detector.dimension), rows)).toEqual(readings(detector, rows));
  },
};

/** Says of a detector, case by case, whether it keeps the contract that strategies rely on. */
export function describeDetector(subject: DetectorSubject): void {
  const { name, factory, dimension = 2 } = subject;
  describe(name, () => {
    for (const [title, run] of Object.entries(CASES)) {
      it(title, () => run(() => factory.create(dimension), subject));
    }
  });
}
