import { z } from 'zod';
import { type Random, randomFrom } from '../../math/random.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { fitJumpModel, type JumpFit, type JumpModel, jumpStep } from './jump-model.ts';
import { restoreState, type StateFields, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';
import { RowWindow } from './row-window.ts';

/** The settings of {@link jumpDetector}; lengths are in observations. */
export const jumpDetectorSchema = z
  .strictObject({
    method: z.literal('jump-model').default('jump-model'),
    states: z.int().min(2).max(6).default(2).describe('states, the calmest first'),
    penalty: z
      .number()
      .min(0)
      .max(1e9)
      .default(50)
      .describe('what a change of state costs, in half squared deviations of the features'),
    halfLife: z
      .number()
      .min(0)
      .max(1e6)
      .default(10)
      .describe(
        'half-life of the decayed mean and log size that the states are of; 0 takes observations as they are',
      ),
    fitFirst: z.int().min(20).max(1e6).default(252).describe('observations before the first fit'),
    refitEvery: z.int().min(1).max(1e9).default(126).describe('observations between two fits'),
    window: z.int().min(20).max(1e6).default(1_260).describe('last observations that are fitted to'),
    starts: z.int().min(1).max(1_000).default(5).describe('random starts of the first fit'),
    iterationsMax: z.int().min(1).max(10_000).default(30).describe('iterations of a fit'),
    clip: z.number().positive().max(1e50).default(5).describe('bound of an observation'),
  })
  .refine(({ window, fitFirst }) => window >= fitFirst, {
    path: ['window'],
    error: 'it must not be below fitFirst',
  });

type JumpDetectorSettings = z.infer<typeof jumpDetectorSchema>;

/** The seed of the starts: the fit is a function of its rows. */
const SEED = 1;

/** Smallest mean square whose logarithm is taken, and smallest deviation that is divided by. */
const SQUARE_MIN = 1e-12;
const DEVIATION_MIN = 1e-9;

/**
 * A statistical jump model, online: the state whose path of least cost is the cheapest, by forward dynamic programming without looking back, under centroids that were
 * fitted to the past alone, anew every `refitEvery` observations ({@link fitJumpModel}). What it is fitted to are, of each number, its decayed mean and the logarithm of its
 * decayed root mean square, standardised over the window; or with a half-life of 0 the observations themselves. States are in the order of the mean square of
 * the observations in them, so a number means the same after each fit. The regime is thought to have begun where the cheapest path last changed its state.
 * `changeProbability` is how much of the penalty the best other path has made up for. E_PARAMETER_INVALID on settings out of range.
 */
export function jumpDetector(settings: z.input<typeof jumpDetectorSchema> = {}): DetectorFactory {
  const complete = checkedSettings(jumpDetectorSchema, settings, 'jump-model');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new JumpCore(complete, dimension)),
  };
}

class JumpCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states: number;
  readonly #settings: JumpDetectorSettings;
  readonly #decay: number;
  readonly #width: number;
  readonly #window: RowWindow;
  readonly #row: Float64Array;
  readonly #from: Float64Array;
  readonly #past: Float64Array;
  #model: JumpModel;
  readonly #state: {
    now: { fitted: number; sinceFit: number; state: number; run: number };
    weight: { sum: number };
    mean: Float64Array;
    square: Float64Array;
    location: Float64Array;
    scale: Float64Array;
    values: Float64Array;
    runs: Float64Array;
  };

  constructor(settings: JumpDetectorSettings, dimension: number) {
    const { states, penalty, halfLife } = settings;
    this.name = `jump-model ${states} states, penalty ${penalty}`;
    this.dimension = dimension;
    this.states = states;
    this.#settings = settings;
    this.#decay = halfLife > 0 ? Math.exp(-Math.LN2 / halfLife) : 0;
    this.#width = halfLife > 0 ? 2 * dimension : dimension;
    this.#window = new RowWindow(this.#width, settings.window);
    this.#row = new Float64Array(this.#width);
    this.#from = new Float64Array(states);
    this.#past = new Float64Array(states);
    const centroids = new Float64Array(states * this.#width);
    this.#model = { states, dimension: this.#width, penalty, centroids };
    this.#state = {
      now: { fitted: 0, sinceFit: 0, state: 0, run: 0 },
      weight: { sum: 0 },
      mean: new Float64Array(dimension),
      square: new Float64Array(dimension),
      location: new Float64Array(this.#width),
      scale: new Float64Array(this.#width).fill(1),
      values: new Float64Array(states),
      runs: new Float64Array(states),
    };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const { fitFirst, refitEvery } = this.#settings;
    const { now } = this.#state;
    this.#describe(observation);
    this.#window.push(this.#row);
    now.run++;
    now.sinceFit++;
    const isFirst = now.fitted === 0;
    if (isFirst ? this.#window.count >= fitFirst : now.sinceFit >= refitEvery) this.#fit();
    else if (!isFirst) this.#advance(this.#row);
    if (now.fitted === 1) this.#read(reading, isFirst);
    reading.runLength = now.run;
    reading.state = now.state;
  }

  save(): DetectorState {
    return savedState(this.#fields());
  }

  restore(state: DetectorState): void {
    restoreState(this.#fields(), state);
  }

  #fields(): StateFields {
    return { ...this.#state, window: this.#window.state, centroids: this.#model.centroids };
  }

  /** Writes the features of the newest observation to the row, before they are standardised. */
  #describe(observation: Float64Array): void {
    const { clip } = this.#settings;
    const { mean, square, weight } = this.#state;
    weight.sum = weight.sum * this.#decay + 1;
    for (let k = 0; k < this.dimension; k++) {
      const value = Math.max(-clip, Math.min(clip, observation[k]!));
      mean[k] = mean[k]! * this.#decay + value;
      square[k] = square[k]! * this.#decay + value * value;
      if (this.#decay === 0) this.#row[k] = value;
      else {
        this.#row[2 * k] = mean[k]! / weight.sum;
        this.#row[2 * k + 1] = Math.log(Math.max(SQUARE_MIN, square[k]! / weight.sum)) / 2;
      }
    }
  }

  #fit(): void {
    const { states, penalty, starts, iterationsMax } = this.#settings;
    const { now, values, runs } = this.#state;
    const raw = this.#window.rows();
    this.#scaleBy(raw);
    const rows = raw.slice();
    for (let at = 0; at < rows.length; at += this.#width) {
      this.#standardise(rows.subarray(at, at + this.#width));
    }
    const isFirst = now.fitted === 0;
    const start: Random | JumpModel = isFirst ? randomFrom(SEED).split('jump-model') : this.#model;
    const fit = fitJumpModel(rows, { states, dimension: this.#width, penalty, starts, iterationsMax }, start);
    this.#model = { ...fit.model, centroids: orderedCentroids(raw, fit, this.#settings.halfLife > 0) };
    values.fill(0);
    runs.fill(0);
    for (let at = 0; at < rows.length; at += this.#width) {
      this.#take(rows.subarray(at, at + this.#width));
    }
    now.fitted = 1;
    now.sinceFit = 0;
  }

  #advance(row: Float64Array): void {
    this.#standardise(row);
    this.#take(row);
  }

  /** Takes a standardised row into the cheapest paths, and into how long each has been in its state. */
  #take(row: Float64Array): void {
    const { values, runs } = this.#state;
    jumpStep(this.#model, row, values, this.#from);
    let least = Number.POSITIVE_INFINITY;
    this.#past.set(runs);
    for (let s = 0; s < this.states; s++) {
      runs[s] = this.#from[s] === s ? this.#past[s]! + 1 : 1;
      least = Math.min(least, values[s]!);
    }
    // Only differences matter; so the sums stay small.
    for (let s = 0; s < this.states; s++) values[s] = values[s]! - least;
  }

  #read(reading: CoreReading, isFirst: boolean): void {
    const { now, values, runs } = this.#state;
    const { penalty } = this.#settings;
    let cheapest = 0;
    for (let s = 1; s < this.states; s++) if (values[s]! < values[cheapest]!) cheapest = s;
    let other = Number.POSITIVE_INFINITY;
    for (let s = 0; s < this.states; s++) if (s !== now.state) other = Math.min(other, values[s]!);
    const behind = other - values[now.state]!;
    reading.changeProbability = penalty > 0 ? Math.max(0, Math.min(1, 1 - behind / penalty)) : 1;
    reading.confirmed = !isFirst && cheapest !== now.state;
    if (!reading.confirmed && !isFirst) return;
    now.state = cheapest;
    now.run = Math.max(1, Math.min(now.run, runs[cheapest]!));
  }

  /** Takes mean and deviation of every feature from the rows. */
  #scaleBy(rows: Float64Array): void {
    const { location, scale } = this.#state;
    const count = rows.length / this.#width;
    location.fill(0);
    scale.fill(0);
    for (let at = 0; at < rows.length; at++) location[at % this.#width]! += rows[at]! / count;
    for (let at = 0; at < rows.length; at++) {
      const distance = rows[at]! - location[at % this.#width]!;
      scale[at % this.#width]! += (distance * distance) / count;
    }
    for (let k = 0; k < this.#width; k++) scale[k] = Math.max(DEVIATION_MIN, Math.sqrt(scale[k]!));
  }

  #standardise(row: Float64Array): void {
    const { location, scale } = this.#state;
    for (let k = 0; k < row.length; k++) row[k] = (row[k]! - location[k]!) / scale[k]!;
  }
}

/** The centroids in the order of the mean size of what is in their states; a state without rows comes last. */
function orderedCentroids(raw: Float64Array, { model, path }: JumpFit, isLogSize: boolean): Float64Array {
  const { states, dimension, centroids } = model;
  const sizes = new Float64Array(states);
  const counts = new Float64Array(states);
  path.forEach((state, t) => {
    counts[state]!++;
    for (let k = isLogSize ? 1 : 0; k < dimension; k += isLogSize ? 2 : 1) {
      const value = raw[t * dimension + k]!;
      sizes[state]! += isLogSize ? value : value * value;
    }
  });
  const key = sizes.map((size, s) => (counts[s]! > 0 ? size / counts[s]! : Number.POSITIVE_INFINITY));
  const order = Array.from({ length: states }, (_, s) => s).sort((a, b) =>
    key[a] === key[b] ? a - b : key[a]! - key[b]!,
  );
  return centroids.map(
    (_, at) => centroids[order[Math.floor(at / dimension)]! * dimension + (at % dimension)]!,
  );
}
