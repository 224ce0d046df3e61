/** What a detector says after an observation. */
export interface RegimeReading {
  /**
   * The present regime: of a detector that models states the number of the state, 0 being the calmest (or what the
   * detector says), of one that only finds changes the number of changes confirmed so far.
   */
  readonly regime: number;
  /** Whether the last update confirmed a change. */
  readonly confirmed: boolean;
  /**
   * How much speaks for a change that has not been confirmed yet, from 0 to 1: a posterior probability where the
   * detector has one, else its statistic as a part of the threshold. At a confirmation, that of the change confirmed.
   */
  readonly changeProbability: number;
  /**
   * The estimated number of observations since the last change, the last one included; from 1 on, 0 before the first.
   * At a confirmation the new regime is thought to have begun `runLength - 1` observations before.
   */
  readonly runLength: number;
  /** The number, from 0, of the update that confirmed the last change; null before the first. */
  readonly confirmedAt: number | null;
  /** Updates whose observation was missing, and which therefore told the detector nothing. */
  readonly missing: number;
}

/** The state of a detector as plain data: what JSON can carry without loss. */
export interface DetectorState {
  readonly [name: string]: number | string | boolean | null | readonly number[] | DetectorState;
}

/**
 * An online detector of regime changes. It is fed one observation at a time, in the order of time, and knows nothing that
 * comes later: what it has said is never revised. {@link defineDetector} makes one from a state and a step.
 */
export interface RegimeDetector extends RegimeReading {
  /** Method and settings, e.g. `bocpd hazard 1/250`. */
  readonly name: string;
  /** Length of an observation. */
  readonly dimension: number;
  /** How many states the method models; null of one that only finds changes. */
  readonly states: number | null;
  /**
   * Takes the next observation, a number where the dimension is 1, and returns the detector itself as its reading, which the next
   * update overwrites. An observation with a number that is not finite is missing: it is counted, confirms nothing, and leaves
   * everything else as it was. E_INVARIANT on a wrong length. Allocates nothing, but where a model is fitted again.
   */
  update(observation: Float64Array | number): RegimeReading;
  /** A copy of everything that later readings depend on. */
  save(): DetectorState;
  /**
   * Goes on from a saved state: later readings are equal, bit by bit, to those of the detector that was saved. E_CHECKPOINT where
   * the state is not one of a detector with these settings.
   */
  restore(state: DetectorState): void;
}

/** Builds a fresh detector; each arm and each training has its own. */
export interface DetectorFactory {
  /** Method and all settings, as they are recorded; plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** `dimension` is the length of the observations, 1 where left out. */
  create(dimension?: number): RegimeDetector;
}
