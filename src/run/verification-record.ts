import { type Difference, DifferenceList } from './difference-list.ts';

/** What was derived anew from the rows of a run, and compared with what is recorded. */
export interface VerifiedPart {
  /** What it is, in words. */
  readonly what: string;
  /** Null for what is of the run as a whole. */
  readonly arm: string | null;
  /** Rows that were compared. */
  readonly rows: number;
}

/** What could not be derived, and why. */
export interface UnverifiedPart {
  readonly what: string;
  readonly arm: string | null;
  readonly reason: string;
}

/** The result of a verification. */
export interface Verification {
  readonly runId: number;
  /** Whether everything that could be derived is as it is recorded. */
  readonly isSame: boolean;
  readonly verified: readonly VerifiedPart[];
  readonly unverified: readonly UnverifiedPart[];
  /** The first ones, in the order in which they were found. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
}

/** Collects what a verification comes to. Arms are named as they are told to a reader; null is the run as a whole. */
export class VerificationRecord {
  readonly differences = new DifferenceList();
  readonly #verified: VerifiedPart[] = [];
  readonly #unverified: UnverifiedPart[] = [];

  /** So many rows were derived. */
  did(what: string, arm: string | null, rows: number): void {
    this.#verified.push({ what, arm, rows });
  }

  /** Something could not be. */
  skip(what: string, arm: string | null, reason: string): void {
    this.#unverified.push({ what, arm, reason });
  }

  /** All of it. */
  result(runId: number): Verification {
    return {
      runId,
      isSame: this.differences.count === 0,
      verified: this.#verified,
      unverified: this.#unverified,
      differences: this.differences.kept,
      differenceCount: this.differences.count,
    };
  }
}
