import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { RegimetaError } from '../model/regimeta-error.ts';
import { receivedError, type SentError } from '../model/sent-error.ts';
import { copiedBatch, type JournalBatch, type JournalSink } from './journal-batch.ts';
import { ThreadLife } from './thread-life.ts';

/** What the thread is given at its start. */
export interface JournalThreadSetting {
  readonly path: string;
  readonly busyTimeoutMs: number | undefined;
  readonly bytesMax: number | undefined;
  /** Numbers that both threads see, by `SHARED`. */
  readonly shared: Int32Array;
  /** Takes batches, and null at the end; sends the first error. */
  readonly port: MessagePort;
  /** Closes with the thread, see `ThreadLife`. */
  readonly life: MessagePort;
}

/** What the numbers that both threads see are. */
export const SHARED = { state: 0, answered: 1 } as const;

/** How far the thread has come. */
export const STATE = { starting: 0, ready: 1, failed: 2 } as const;

/** Batches that may be on their way: with more, the run waits for the disk. */
const AHEAD_MAX = 4;

/** So often a run that waits looks whether the thread still lives. */
const LOOK_MS = 100;

/** A batch takes a fraction of a second, and waits for other writers five seconds: after so many looks, ten minutes, the thread hangs. */
const LOOKS_MAX = 6000;

/**
 * Writes batches by a connection of its own in a thread of its own. Its caller sees the same errors as without it, only later: with
 * one of the next batches, or when it settles. Nothing is written after a batch that failed. All of it is synchronous, so
 * that it may be used within the loop of the engine.
 */
export class JournalThread implements JournalSink {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8));
  readonly #port: MessagePort;
  readonly #life = new ThreadLife();
  readonly #path: string;
  #sent = 0;
  #error: RegimetaError | null = null;
  #isTold = false;
  #isGone = false;

  /** Starts the thread, which is of use once it is ready. `program` is the file that serves it, see `serveJournal`. */
  constructor(program: URL, setting: Pick<JournalThreadSetting, 'path' | 'busyTimeoutMs' | 'bytesMax'>) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#path = setting.path;
    const life = this.#life.farEnd;
    const workerData: JournalThreadSetting = { ...setting, shared: this.#shared, port: port2, life };
    const worker = new Worker(program, { workerData, transferList: [port2, life] });
    // One that cannot start never gets ready.
    worker.on('error', () => undefined);
    worker.unref();
  }

  /** Whether it can take batches. */
  get isReady(): boolean {
    return Atomics.load(this.#shared, SHARED.state) !== STATE.starting;
  }

  write(batch: JournalBatch): void {
    this.#waitFor(this.#sent - AHEAD_MAX);
    if (this.#failure() !== null) throw this.#told();
    // A view would be sent with all that is behind it.
    const sent = copiedBatch(batch);
    this.#port.postMessage(sent, [sent.events.buffer as ArrayBuffer, sent.beside.buffer as ArrayBuffer]);
    this.#sent++;
  }

  settle(): void {
    this.#waitFor(this.#sent);
    if (this.#failure() !== null && !this.#isTold) throw this.#told();
  }

  /** Ends the thread once all is written; of errors nothing is said. */
  close(): void {
    this.#port.postMessage(null);
    if (this.isReady) this.#waitFor(++this.#sent);
    this.#port.close();
    this.#life.close();
  }

  #told(): RegimetaError {
    this.#isTold = true;
    return this.#error!;
  }

  /** What kept a batch out of the store; null where nothing did. */
  #failure(): RegimetaError | null {
    if (this.#error !== null || Atomics.load(this.#shared, SHARED.state) !== STATE.failed) return this.#error;
    const { message } = receiveMessageOnPort(this.#port) as { message: SentError };
    this.#error = receivedError(message);
    return this.#error;
  }

  /** Waits until so many messages were answered, or none will be any more, which is an error. */
  #waitFor(count: number): void {
    let looks = 0;
    while (!this.#isGone) {
      const answered = Atomics.load(this.#shared, SHARED.answered);
      if (answered >= count) return;
      if (Atomics.wait(this.#shared, SHARED.answered, answered, LOOK_MS) !== 'timed-out') looks = 0;
      else if (this.#life.isOver) this.#giveUp('the thread has ended');
      else if (++looks >= LOOKS_MAX) this.#giveUp(`no answer in ${(LOOKS_MAX * LOOK_MS) / 1000} s`);
    }
  }

  #giveUp(found: string): void {
    this.#isGone = true;
    this.#error =
      this.#failure() ??
      new RegimetaError('E_STORE_THREAD', {
        place: this.#path,
        rule: 'the thread that writes the journal must answer',
        found,
        repair: 'Run again; where memory ran out, give Node more: NODE_OPTIONS=--max-old-space-size=8192',
      });
  }
}
