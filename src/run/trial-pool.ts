import { Worker } from 'node:worker_threads';
import type { RegimetaError } from '../model/regimeta-error.ts';
import { receivedError, type SentError } from '../model/sent-error.ts';
import type { TrialResult } from '../model/sweep.ts';
import { waitAtMost } from './host.ts';
import type { StrategyBundle } from './load-strategy.ts';
import type { RunSettings } from './run-settings.ts';
import type { SentMarket } from './sent-market.ts';
import { endedThread } from './thread-error.ts';
import type { TrialJob } from './trial.ts';

/** What every worker is given once; columns of bars are shared and not copied. */
export interface TrialSetting {
  readonly bundle: StrategyBundle;
  readonly market: SentMarket;
  readonly settings: RunSettings;
}

/** A job on its way to a worker. */
export interface TrialOrder {
  readonly number: number;
  readonly job: TrialJob;
}

/** What a worker says of a job. */
export type TrialAnswer =
  | { readonly number: number; readonly result: TrialResult }
  | { readonly number: number; readonly error: SentError };

/** A job that is done. */
export interface DoneTrial {
  readonly number: number;
  readonly outcome: { readonly result: TrialResult } | { readonly error: RegimetaError };
}

/** Jobs that a worker has at a time: the next one is there when it comes to it. */
const JOBS_AHEAD = 2;

/**
 * Runs jobs in worker threads. Which worker takes which job, and in which order they end, is left to chance; the results do not
 * depend on it.
 */
export class TrialPool {
  readonly #workers: Worker[];
  readonly #jobs: readonly TrialJob[];
  #next = 0;
  #done: DoneTrial[] = [];
  #stopped: RegimetaError | null = null;
  #wake: () => void = () => undefined;

  /** Starts as many workers as there is work for, at most `count`. */
  constructor(jobs: readonly TrialJob[], setting: TrialSetting, count: number) {
    this.#jobs = jobs;
    const url = new URL('../run/trial-worker.js', import.meta.url);
    this.#workers = Array.from({ length: Math.min(count, jobs.length) }, () => {
      const worker = new Worker(url, { workerData: setting });
      worker.on('message', (answer: TrialAnswer) => this.#take(worker, answer));
      worker.on('error', (error) => this.#stop(`${error.name}: ${error.message}`, setting));
      worker.on('exit', () => this.#stop('an end before that of the run', setting));
      return worker;
    });
    for (let ahead = 0; ahead < JOBS_AHEAD; ahead++) for (const worker of this.#workers) this.#give(worker);
  }

  /**
   * What has been done since the last call, once there is anything or so many milliseconds have passed. Throws E_PLUGIN_THREW where
   * the strategy ended its thread or left an error behind that nobody caught.
   */
  async take(waitMs: number): Promise<DoneTrial[]> {
    if (this.#done.length === 0 && this.#stopped === null) {
      await waitAtMost(waitMs, (wake) => {
        this.#wake = wake;
      });
    }
    // What was done before is not lost.
    if (this.#done.length === 0 && this.#stopped !== null) throw this.#stopped;
    const done = this.#done;
    this.#done = [];
    return done;
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    for (const worker of this.#workers) worker.removeAllListeners('exit');
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #give(worker: Worker): void {
    const number = this.#next;
    if (number >= this.#jobs.length) return;
    this.#next++;
    const order: TrialOrder = { number, job: this.#jobs[number]! };
    worker.postMessage(order);
  }

  #take(worker: Worker, answer: TrialAnswer): void {
    const { number } = answer;
    const outcome = 'result' in answer ? { result: answer.result } : { error: receivedError(answer.error) };
    this.#done.push({ number, outcome });
    this.#give(worker);
    this.#wake();
  }

  #stop(found: string, { bundle }: TrialSetting): void {
    this.#stopped ??= endedThread(bundle.path, found);
    this.#wake();
  }
}
