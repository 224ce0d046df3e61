import type { NoiseKind, ShiftKind } from './regime-noise.ts';

/** Alarms per 1,000 bars without any change, to which all detectors are set before delays are compared. */
export const RATE = 2;

/** Slices after a change in which an alarm is waited for; a delay beyond counts as that. */
export const AFTER = 250;

/** The figures of a detector. */
export interface DetectorFigures {
  readonly name: string;
  readonly nsPerUpdate: number;
  /** Alarms per 1,000 bars as it comes, by noise. */
  readonly falseAlarms: Readonly<Record<NoiseKind, number>>;
  /** Alarms per 1,000 bars that its setting could be brought to, by noise. */
  readonly ratesReached: Readonly<Record<NoiseKind, number>>;
  /** The mean delay in bars at that rate, by noise and shift. */
  readonly delays: Readonly<Record<NoiseKind, Readonly<Record<ShiftKind, number>>>>;
}

/** What a detector reaches on one labelled series. */
export interface LabelledScore {
  readonly series: string;
  readonly f1: number;
  readonly covering: number;
}
