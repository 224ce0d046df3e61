import { Worker } from 'node:worker_threads';
import { RegimetaError } from '../../../../model/regimeta-error.ts';
import type { Precision } from '../buffer-pool.ts';
import type { Node } from '../node.ts';
import type { ThreadProgram } from '../program.ts';
import { compileModule } from './engine.ts';
import { PlacedProgram } from './placed-program.ts';

/** How long a worker may take to start, and to compute one run, before it counts as dead. */
const ANSWER_MS_MAX = 60_000;
/** The places of the two counters: runs that were asked for, and runs that are done. */
const [ASKED, DONE] = [0, 1];

/**
 * What the worker does: it waits until a run is asked for, runs, and says so, until it is asked for none. Plain text,
 * because a worker begins with a file or a text of its own, and nothing of this package is needed there.
 */
const WORKER = `
const { module, memory, counters } = require('node:worker_threads').workerData;
const { run } = new WebAssembly.Instance(module, { host: { memory } }).exports;
for (let asked = 0; ; ) {
  Atomics.wait(counters, ${ASKED}, asked);
  const next = Atomics.load(counters, ${ASKED});
  if (next < 0) break;
  if (next === asked) continue;
  asked = next;
  run();
  Atomics.store(counters, ${DONE}, asked);
  Atomics.notify(counters, ${DONE});
}`;

/**
 * Compiles as `compileWasm` does, to a program that runs on a worker thread of its own while the caller does something
 * else. The numbers stand in memory that both share, so nothing is copied; they are the caller's between `finish` and
 * `start`. Null where the program needs operations that only the caller's thread has: solves, gathering and scattering.
 */
export function compileOnThread(outputs: readonly Node[], precision: Precision): ThreadProgram | null {
  const placed = new PlacedProgram(outputs, precision, true);
  if (placed.module.hostSteps.length > 0) return null;
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(WORKER, {
    eval: true,
    execArgv: [],
    workerData: { module: compileModule(placed.module.bytes), memory: placed.memory.memory, counters },
  });
  worker.unref();
  let asked = 0;
  const start = (): void => {
    asked++;
    Atomics.store(counters, ASKED, asked);
    Atomics.notify(counters, ASKED);
  };
  const finish = (): void => {
    for (let done = Atomics.load(counters, DONE); done !== asked; done = Atomics.load(counters, DONE)) {
      if (Atomics.wait(counters, DONE, done, ANSWER_MS_MAX) === 'timed-out') {
        throw new RegimetaError('E_INVARIANT', {
          place: 'training thread',
          rule: `a worker answers within ${ANSWER_MS_MAX / 1000} seconds`,
          found: 'no answer',
          repair: 'Train on one thread',
        });
      }
    }
  };
  return {
    start,
    finish,
    run() {
      start();
      finish();
    },
    close() {
      Atomics.store(counters, ASKED, -1);
      Atomics.notify(counters, ASKED);
    },
    values: (node) => placed.values(node),
  };
}
