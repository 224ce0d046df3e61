import type { Journal } from '../engine/journal.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { ArmJob, ArmResult, SavedTraining, TrainingJob } from './arm-job.ts';
import type { Host } from './host.ts';
import { performArm, performTraining, type Workplace } from './perform-job.ts';

/** A journal that may wait with what it is given, and is told when to let go of it. */
export interface JobJournal extends Journal {
  closed(roundTrips: readonly RoundTrip[]): void;
}

/** Runs jobs, in this thread or in others. What they come to does not depend on it. */
export interface JobRunner {
  /** Null for a strategy without a learner. */
  train(job: TrainingJob): Promise<SavedTraining | null>;
  /** Runs an arm; `journal` takes what happens in it. */
  arm(job: ArmJob, journal: JobJournal): Promise<ArmResult>;
  /** Waits for the work, which is made of jobs, and lets signals through meanwhile. */
  attend<Result>(work: Promise<Result>): Promise<Result>;
  /** Ends what is going on, whatever it is at. */
  close(): Promise<void>;
}

/** Runs jobs in this thread, one after the other in the order in which they are asked for; none after one that failed. */
export class LocalJobRunner implements JobRunner {
  readonly #workplace: Workplace;
  readonly #host: Host;
  #last: Promise<unknown> = Promise.resolve();

  constructor(workplace: Workplace, host: Host) {
    this.#workplace = workplace;
    this.#host = host;
  }

  train(job: TrainingJob): Promise<SavedTraining | null> {
    return this.#next(() => performTraining(job, this.#workplace, this.#host));
  }

  arm(job: ArmJob, journal: JobJournal): Promise<ArmResult> {
    return this.#next(() => performArm(job, this.#workplace, journal, this.#host));
  }

  attend<Result>(work: Promise<Result>): Promise<Result> {
    return work;
  }

  async close(): Promise<void> {
    // What was asked for is over, or failed.
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#last.then(work);
    this.#last = next;
    return next;
  }
}
