import { RegimetaError } from '../../model/regimeta-error.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorState, RegimeDetector, RegimeReading } from './regime-detector.ts';

/** What a method says after an observation; written by its core, read by its frame. */
export interface CoreReading {
  confirmed: boolean;
  changeProbability: number;
  runLength: number;
  /** The state that a model of states is in; -1 of methods without states, whose changes are counted instead. */
  state: number;
}

/** A method of finding changes, inside a {@link FramedDetector} that checks, counts and saves for it. */
export interface DetectorCore {
  readonly name: string;
  readonly dimension: number;
  /** How many states the method models; none where left out. */
  readonly states?: number | null;
  /** Whether observations come with numbers that are not finite, as long as two are (or one of one); such are missing else. */
  readonly takesGaps?: boolean;
  /**
   * Takes the next observation, a copy that it may write to, and writes all of the reading; `confirmed` is false before.
   * Allocates nothing.
   */
  step(observation: Float64Array, reading: CoreReading): void;
  save(): DetectorState;
  restore(state: DetectorState): void;
}

/** Observations beyond this count as this, so that neither squares nor their products overflow. */
const OBSERVATION_MAX = 1e50;

/** The one implementation of the contract: what every method would have to do alike. */
export class FramedDetector implements RegimeDetector {
  readonly name: string;
  readonly dimension: number;
  readonly states: number | null;
  readonly #core: DetectorCore;
  readonly #row: Float64Array;
  readonly #reading: CoreReading = { confirmed: false, changeProbability: 0, runLength: 0, state: -1 };
  readonly #counts = { updates: 0, missing: 0, changes: 0, confirmedAt: -1 };

  constructor(core: DetectorCore) {
    this.name = core.name;
    this.dimension = core.dimension;
    this.states = core.states ?? null;
    this.#reading.state = this.states === null ? -1 : 0;
    this.#core = core;
    this.#row = new Float64Array(core.dimension);
  }

  get regime(): number {
    return this.states === null ? this.#counts.changes : this.#reading.state;
  }

  get confirmed(): boolean {
    return this.#reading.confirmed;
  }

  get changeProbability(): number {
    return this.#reading.changeProbability;
  }

  get runLength(): number {
    return this.#reading.runLength;
  }

  get confirmedAt(): number | null {
    return this.#counts.confirmedAt < 0 ? null : this.#counts.confirmedAt;
  }

  get missing(): number {
    return this.#counts.missing;
  }

  update(observation: Float64Array | number): RegimeReading {
    const counts = this.#counts;
    const finite = this.#take(observation);
    this.#reading.confirmed = false;
    if (finite < (this.#core.takesGaps === true ? Math.min(2, this.dimension) : this.dimension))
      counts.missing++;
    else this.#core.step(this.#row, this.#reading);
    if (this.#reading.confirmed) {
      counts.changes++;
      counts.confirmedAt = counts.updates;
    }
    counts.updates++;
    return this;
  }

  save(): DetectorState {
    const { confirmed, ...reading } = this.#reading;
    const frame = savedState({ ...this.#counts, ...reading, confirmed });
    return { method: this.name, dimension: this.dimension, frame, core: this.#core.save() };
  }

  restore(state: DetectorState): void {
    if (state['method'] !== this.name || state['dimension'] !== this.dimension) {
      throw new RegimetaError('E_CHECKPOINT', {
        place: 'detector state',
        rule: `it must be one of ${this.name} on ${this.dimension} numbers`,
        found: `${JSON.stringify(state['method'])} on ${JSON.stringify(state['dimension'])}`,
      });
    }
    const frame = { ...this.#counts, ...this.#reading };
    restoreState(frame, state['frame'] as DetectorState, 'detector state.frame');
    this.#core.restore(state['core'] as DetectorState);
    const { updates, missing, changes, confirmedAt, ...reading } = frame;
    Object.assign(this.#counts, { updates, missing, changes, confirmedAt });
    Object.assign(this.#reading, reading);
  }

  /** Copies the observation, bounded; returns how many of its numbers are finite. */
  #take(observation: Float64Array | number): number {
    const row = this.#row;
    const length = typeof observation === 'number' ? 1 : observation.length;
    if (length !== row.length) {
      throw new RegimetaError('E_INVARIANT', {
        place: this.name,
        rule: `an observation must have ${row.length} numbers`,
        found: String(length),
      });
    }
    let finite = 0;
    for (let k = 0; k < length; k++) {
      const value = typeof observation === 'number' ? observation : observation[k]!;
      row[k] = Math.max(-OBSERVATION_MAX, Math.min(OBSERVATION_MAX, value));
      if (Number.isFinite(value)) finite++;
      else row[k] = Number.NaN;
    }
    return finite;
  }
}
