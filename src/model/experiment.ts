import type { ArmRole } from './arm-role.ts';
import type { MetricName } from './metric-catalog.ts';
import type { MetricValue } from './metric-value.ts';

/** An arm that does not apply to the strategy or to the data, and why. */
export interface ArmLeftOut {
  readonly arm: string;
  readonly reason: string;
}

/** What an arm came to with one of several seeds. */
export interface SeedArm {
  readonly arm: string;
  readonly role: ArmRole;
  readonly seed: number;
  readonly armId: number;
  readonly journalHash: string;
  readonly metrics: Readonly<Partial<Record<MetricName, MetricValue>>>;
  /**
   * Annualised Sharpe ratio of the subject less that of this arm, both of this seed; null for the subject, and where one
   * of the two is undefined.
   */
  readonly sharpeDifference: number | null;
}

/** What a sensitivity run varies. */
export type SensitivityAxis = 'costs' | 'fill' | 'detector' | 'ambiguous-fills';

/** What an arm came to with one setting of a sensitivity run; null where a figure is undefined. */
export interface SensitivityArm {
  readonly arm: string;
  readonly role: ArmRole;
  readonly sharpe: number | null;
  readonly totalReturn: number | null;
  /** Sharpe ratio of the subject less that of this arm, at the same setting; null for the subject. */
  readonly sharpeDifference: number | null;
  /** Of its journal; with several seeds over those of all of them. Null where the setting could not be run. */
  readonly journalHash: string | null;
}

/**
 * What the figures of an arm at a setting or on a path follow from, as it is recorded: for each seed, one after the other, 1 where the account was ruined, else
 * 0, and then its equity at the close of each day. Null where it is that of the arms of the run.
 */
export interface WithCloses {
  readonly dayCloses: Float64Array | null;
}

/** One setting of a sensitivity run, with the arms at it: the subject first. */
export interface SensitivityRow {
  readonly axis: SensitivityAxis;
  /** For instance `×2` or `next-close`. */
  readonly setting: string;
  /** Whether it is the setting of the run itself. */
  readonly isBase: boolean;
  /** What a reader must know of it, such as that it fills at a price that decided; null for nothing. */
  readonly note: string | null;
  readonly arms: readonly SensitivityArm[];
}

/** A setting as it is recorded. */
export interface SensitivityRecord extends SensitivityRow {
  readonly arms: readonly (SensitivityArm & WithCloses)[];
}

/** What an arm came to on one path of combinatorial purged cross-validation; null where a figure is undefined. */
export interface PathArm {
  /** From 0. */
  readonly path: number;
  /** For each fold of the period, the split whose training the path uses in it, from 0. */
  readonly splits: readonly number[];
  readonly arm: string;
  readonly role: ArmRole;
  readonly sharpe: number | null;
  readonly totalReturn: number | null;
  /** Sharpe ratio of the subject less that of this arm, on the same path; null for the subject. */
  readonly sharpeDifference: number | null;
  readonly journalHash: string;
}

/** All that a comparison found out beside its arms and its verdict. */
export interface Experiment {
  readonly leftOut: readonly ArmLeftOut[];
  /** By seed and arm, in the order in which they were asked for; empty with one seed. */
  readonly seeds: readonly SeedArm[];
  /** Empty where none was asked for. */
  readonly sensitivity: readonly SensitivityRow[];
  /** Empty where none were asked for. */
  readonly paths: readonly PathArm[];
}
