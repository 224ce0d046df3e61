import type { Journal } from '../engine/journal.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import { HashedJournal } from '../store/hashed-journal.ts';
import type { ArmJob, ArmResult, SavedTraining, TrainingJob } from './arm-job.ts';
import type { Host } from './host.ts';
import { performArm, performTraining, type Workplace } from './perform-job.ts';

/** A journal that takes everything of an arm. */
export interface JobJournal extends Journal {
  closed(roundTrips: readonly RoundTrip[]): void;
  forecast(forecasts: SettledForecasts): void;
}

/** The hash of a journal that the thread of an arm kept; null where the journal hashes itself. */
export interface HashedResult {
  readonly journalHash: string | null;
}

/** Runs jobs, in this thread or in others. What they come to does not depend on it. */
export interface JobRunner {
  /** Tells of so many more jobs that there will be: for the progress alone. */
  expect(jobs: number): void;
  /** Null for a strategy without a learner. */
  train(job: TrainingJob): Promise<SavedTraining | null>;
  /** Runs an arm; `journal` takes what happens in it. Where it is null nothing is kept but the hash. */
  arm(job: ArmJob, journal: JobJournal | null): Promise<ArmResult & HashedResult>;
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
  #count = 0;
  #expected = 0;

  constructor(workplace: Workplace, host: Host) {
    this.#workplace = workplace;
    this.#host = host;
  }

  expect(jobs: number): void {
    this.#expected += jobs;
  }

  train(job: TrainingJob): Promise<SavedTraining | null> {
    return this.#next(job.seed, (host) => performTraining(job, this.#workplace, host));
  }

  arm(job: ArmJob, journal: JobJournal | null): Promise<ArmResult & HashedResult> {
    return this.#next(job.seed, async (host) => {
      if (journal !== null)
        return { ...(await performArm(job, this.#workplace, journal, host)), journalHash: null };
      const hashed = new HashedJournal(this.#workplace.market.series.length);
      return { ...(await performArm(job, this.#workplace, hashed, host)), ...hashed.finish() };
    });
  }

  attend<Result>(work: Promise<Result>): Promise<Result> {
    return work;
  }

  async close(): Promise<void> {
    // What was asked for is over, or failed.
  }

  #next<Result>(seed: number, work: (host: Host) => Promise<Result>): Promise<Result> {
    const next = this.#last.then(() => {
      this.#count++;
      return work(this.#hostOf(seed));
    });
    this.#last = next;
    return next;
  }

  /** Where there are several seeds, the progress says which one and how many jobs there are. */
  #hostOf(seed: number): Host {
    const host = this.#host;
    if (this.#workplace.settings.seed === seed && this.#expected === 0) return host;
    const place = `${this.#count} of ${Math.max(this.#expected, this.#count)}`;
    return {
      ...host,
      progress: (phase, done, total) => host.progress(`${place}: ${phase}, seed ${seed}`, done, total),
    };
  }
}
