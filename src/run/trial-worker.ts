/** Runs trials in a thread of its own: takes jobs from its parent and answers each with what it came to. */
import { parentPort, workerData } from 'node:worker_threads';
import * as publicModule from '../index.ts';
import { sentError } from '../model/sent-error.ts';
import { nodeHost } from './host.ts';
import { evaluateBundle } from './load-strategy.ts';
import { frozen } from './parse-options.ts';
import { receivedMarket } from './sent-market.ts';

import { runTrial } from './trial.ts';
import type { TrialAnswer, TrialOrder, TrialSetting } from './trial-pool.ts';

const { bundle, market: sent, settings } = workerData as TrialSetting;
const port = parentPort!;
const host = nodeHost();
const loaded = evaluateBundle(bundle, publicModule);
const market = receivedMarket(sent);

port.on('message', ({ number, job }: TrialOrder) => {
  // What was sent from another thread is a copy, and a copy can be changed.
  runTrial(loaded, frozen(job), market, settings, host).then(
    (result) => answer({ number, result }),
    (error: unknown) => answer({ number, error: sentError(error) }),
  );
});

function answer(message: TrialAnswer): void {
  port.postMessage(message);
}
