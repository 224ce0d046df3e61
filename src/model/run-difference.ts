import type { EpochMs } from './time.ts';

/** A value of a row or of a setting; undefined where it is not there. */
export type ComparedValue = number | string | null | undefined;

/** One thing that differs between what two runs were told: a setting, a parameter, the data, the code. */
export interface IdentityDifference {
  /** For instance `settings.slippageBps`. */
  readonly path: string;
  readonly first: ComparedValue;
  readonly second: ComparedValue;
}

/** The first place at which the journals of two arms part. */
export interface JournalDifference {
  /** That of the event; of a mark, the number of its slice. */
  readonly sequence: number;
  /** The earlier of both, where they differ. */
  readonly time: EpochMs;
  /** Such as `order-filled` or `adaptation-skipped`; or `mark`. */
  readonly kind: string;
  /** The first field that differs; `kind` where the events are of different kinds, or one journal has ended. */
  readonly field: string;
  /** Whether the values are times, in epoch milliseconds. */
  readonly isTime: boolean;
  readonly first: ComparedValue;
  readonly second: ComparedValue;
}

/** Two arms of one name. */
export interface ArmDifference {
  readonly arm: string;
  /** `same` to the last bit, `parted`, in one of the runs alone, or not known since a run kept too little. */
  readonly outcome: 'same' | 'parted' | 'first-only' | 'second-only' | 'unknown';
  /** Null unless they parted; and where only the marks parted and they were not kept. */
  readonly parting: JournalDifference | null;
}

/** How two runs differ. */
export interface RunDifference {
  readonly first: number;
  readonly second: number;
  readonly identity: readonly IdentityDifference[];
  readonly arms: readonly ArmDifference[];
}
