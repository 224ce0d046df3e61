/**
 * An online detector of regime changes. It is fed one observation a slice, already scaled by statistics of the past,
 * and knows nothing that comes later.
 */
export interface RegimeDetector {
  /** Method and settings, e.g. `bocpd hazard 1/250`. */
  readonly name: string;
  /** Length of an observation. */
  readonly dimension: number;
  /** Takes the next observation; throws E_INVARIANT on a non-finite one or a wrong length. Allocates nothing. */
  update(observation: Float64Array): void;
  /** Whether the last update confirmed a change. */
  readonly confirmed: boolean;
  /** After the last update: the posterior probability that a change happened within the confirmation window. */
  readonly changeProbability: number;
  /** After the last update: the most probable number of observations since the last change, that of the last update included. */
  readonly runLength: number;
}

/** Builds a fresh detector; each arm and each training has its own. */
export interface DetectorFactory {
  readonly settings: Readonly<Record<string, unknown>>;
  create(): RegimeDetector;
}
