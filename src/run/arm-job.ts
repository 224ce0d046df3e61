import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { ForecastFigures } from '../metrics/forecast-tally.ts';
import type { ArmRole } from '../model/arm-role.ts';
import type { CurrencyBalance, TrainingRecord } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import type { Checkpoint } from '../strategy/learn/meta-learner.ts';
import type { AdaptationPolicy, ScheduledAdaptation } from '../strategy/learner-slot.ts';
import type { CollectedTask } from '../strategy/sample-memory.ts';
import type { ArmMetricValues } from './arm-metric-values.ts';
import type { RunSettings } from './run-settings.ts';
import type { TaskRange } from './task-ranges.ts';

/** Which part of the training bars a training sees. */
export interface TrainingPeriod {
  /** The time of the last bar; all bars if not given. */
  readonly to?: EpochMs;
  /** Where tasks may lie; anywhere if not given. */
  readonly ranges?: readonly TaskRange[];
}

/** A training to do, as plain data that any thread can be given. */
export interface TrainingJob extends TrainingPeriod {
  readonly seed: number;
}

/** A trained learner as plain data. */
export interface SavedTraining {
  readonly checkpoint: Checkpoint;
  /** The regimes of the training that are remembered, oldest first. */
  readonly past: readonly CollectedTask[];
  /** In the order of the vector that the learner reads. */
  readonly featureNames: readonly string[];
  readonly record: TrainingRecord;
}

/** A learner that takes the place of another one, from a time on. */
export interface Successor {
  readonly from: EpochMs;
  readonly training: SavedTraining;
}

/**
 * Where the predictions of an arm come from: the trained learner; the same one with the random weights that its training
 * began with; a network that is fitted anew on a rolling window, or the rule of the strategy, which need no training.
 */
export type ArmLearner =
  | {
      readonly kind: 'trained';
      readonly training: SavedTraining;
      /** Rising in time; none if not given. */
      readonly successors?: readonly Successor[];
    }
  | { readonly kind: 'untrained'; readonly training: SavedTraining }
  | { readonly kind: 'rolling' }
  | { readonly kind: 'rule' };

/** An arm to run, as plain data that any thread can be given. */
export interface ArmJob {
  readonly name: string;
  readonly role: ArmRole;
  /** One sentence: what the arm does. */
  readonly description: string;
  /** Which strategy: 0 is the subject of the comparison, and the baselines follow. */
  readonly strategy: number;
  /** Checked, defaults filled in. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly policy: AdaptationPolicy;
  /** Null for a strategy without a learner. */
  readonly learner: ArmLearner | null;
  /** Settings that differ from those of the run. */
  readonly settings?: Partial<RunSettings>;
  /** By what the threshold of the detector is multiplied while the arm runs; 1 if not given. */
  readonly detectorScale?: number;
}

/** What an arm came to, as plain data. */
export interface ArmResult extends ArmMetricValues {
  /** Of all marks. */
  readonly equity: EquityFigures;
  /** Midnight UTC of the days on which the regimes began whose beginning the arm confirmed. */
  readonly changes: readonly EpochMs[];
  /** Midnight UTC of the days on which they were confirmed. */
  readonly confirmations: readonly EpochMs[];
  /** What its learner predicted; empty for an arm without one. */
  readonly forecasts: ForecastFigures;
  /** How many decisions the labels of neighbouring forecasts overlap, from 1. */
  readonly forecastHorizon: number;
  /** The adaptations that took place, as a schedule that another arm can follow. */
  readonly adaptations: readonly ScheduledAdaptation[];
  /** The money of each currency, that of the account first; empty where it has one. */
  readonly balances: readonly CurrencyBalance[];
}
