import { Worker } from 'node:worker_threads';
import type { RegimetaError } from '../model/regimeta-error.ts';
import { receivedError, type SentError } from '../model/sent-error.ts';
import type { ArmJob, ArmResult, SavedTraining, TrainingJob } from './arm-job.ts';
import { type Host, waitAtMost } from './host.ts';
import type { HashedResult, JobJournal, JobRunner } from './job-runner.ts';
import type { StrategyBundle } from './load-strategy.ts';
import type { RunSettings } from './run-settings.ts';
import { type JournalEntry, replayEntries } from './sending-journal.ts';
import type { SentMarket } from './sent-market.ts';
import { endedThread } from './thread-error.ts';

/** What every thread is given once. */
export interface JobSetting {
  /** The strategy of the run first, then the baselines. */
  readonly bundles: readonly StrategyBundle[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly market: SentMarket;
  readonly settings: RunSettings;
}

/** A job on its way to a thread. */
export type JobOrder =
  | { readonly number: number; readonly kind: 'training'; readonly job: TrainingJob }
  | {
      readonly number: number;
      readonly kind: 'arm';
      readonly job: ArmJob;
      /** Whether what happens in it is sent, and not its hash alone. */
      readonly isJournalled: boolean;
    };

/** What a thread says of a job. */
export type JobAnswer =
  | { readonly number: number; readonly kind: 'progress'; readonly part: number }
  | { readonly number: number; readonly kind: 'journal'; readonly entries: readonly JournalEntry[] }
  | { readonly number: number; readonly kind: 'done'; readonly result: unknown }
  | { readonly number: number; readonly kind: 'error'; readonly error: SentError };

interface OpenJob {
  readonly order: JobOrder;
  readonly journal: JobJournal | null;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  /** How far it has come, from 0 to 1. */
  part: number;
}

/** Signals are let through at least this often. */
const TURN_MS = 100;

/** Parts of a job that the progress counts. */
const PARTS = 100;

/**
 * Runs jobs in worker threads, side by side. Which thread takes which job, and in which order they end, is left to chance;
 * what they come to does not depend on it.
 */
export class ThreadJobRunner implements JobRunner {
  readonly #host: Host;
  readonly #setting: JobSetting;
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #jobs = new Map<number, OpenJob>();
  #waiting: OpenJob[] = [];
  #count = 0;
  #done = 0;
  #expected = 0;
  #stopped: RegimetaError | null = null;
  #wake: () => void = () => undefined;

  constructor(setting: JobSetting, threads: number, host: Host) {
    this.#host = host;
    this.#setting = setting;
    const url = new URL('./job-worker.js', import.meta.url);
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(url, { workerData: setting });
      worker.on('message', (answer: JobAnswer) => this.#take(worker, answer));
      worker.on('error', (error) => this.#stop(`${error.name}: ${error.message}`));
      worker.on('exit', () => this.#stop('an end before that of the run'));
      return worker;
    });
    this.#idle = [...this.#workers];
  }

  expect(jobs: number): void {
    this.#expected += jobs;
  }

  train(job: TrainingJob): Promise<SavedTraining | null> {
    return this.#ask({ number: this.#count++, kind: 'training', job }, null);
  }

  arm(job: ArmJob, journal: JobJournal | null): Promise<ArmResult & HashedResult> {
    return this.#ask({ number: this.#count++, kind: 'arm', job, isJournalled: journal !== null }, journal);
  }

  async attend<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
      this.#wake();
    };
    work.then(over, over);
    while (!isOver) {
      await waitAtMost(TURN_MS, (wake) => {
        this.#wake = wake;
      });
      this.#showProgress();
      await this.#host.breathe();
    }
    return await work;
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.removeAllListeners('exit');
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #ask<Result>(order: JobOrder, journal: JobJournal | null): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#stopped !== null) reject(this.#stopped);
      this.#waiting.push({ order, journal, resolve, reject, part: 0 });
      this.#give();
    });
  }

  #give(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0 && this.#stopped === null) {
      const job = this.#waiting.shift()!;
      this.#jobs.set(job.order.number, job);
      this.#idle.shift()!.postMessage(job.order);
    }
  }

  #take(worker: Worker, answer: JobAnswer): void {
    const job = this.#jobs.get(answer.number)!;
    if (answer.kind === 'progress') job.part = answer.part;
    else if (answer.kind === 'journal') this.#journal(job, answer.entries);
    else {
      this.#jobs.delete(answer.number);
      this.#done++;
      this.#idle.push(worker);
      if (answer.kind === 'done') job.resolve(answer.result as never);
      else job.reject(receivedError(answer.error));
      this.#give();
    }
  }

  /** What the store cannot take ends the job. */
  #journal(job: OpenJob, entries: readonly JournalEntry[]): void {
    try {
      replayEntries(entries, job.journal!);
    } catch (error) {
      job.reject(error);
    }
  }

  #showProgress(): void {
    const begun = [...this.#jobs.values()].reduce((sum, { part }) => sum + part, 0);
    const total = Math.max(this.#expected, this.#count);
    const threads = `${this.#workers.length} ${this.#workers.length === 1 ? 'thread' : 'threads'}`;
    this.#host.progress(`jobs in ${threads}`, Math.floor(PARTS * (this.#done + begun)), PARTS * total);
  }

  #stop(found: string): void {
    this.#stopped ??= endedThread(this.#setting.bundles[0]!.path, found);
    for (const { reject } of [...this.#jobs.values(), ...this.#waiting]) reject(this.#stopped);
    this.#waiting = [];
    this.#wake();
  }
}
