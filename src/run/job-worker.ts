/** Does jobs in a thread of its own: takes them from its parent, sends what happens in them, and answers with what they came to. */
import { parentPort, workerData } from 'node:worker_threads';
import * as publicModule from '../index.ts';
import { sentError } from '../model/sent-error.ts';
import { HashedJournal } from '../store/hashed-journal.ts';
import { nodeHost } from './host.ts';
import { evaluateBundle } from './load-strategy.ts';
import { frozen } from './parse-options.ts';
import { performArm, performTraining, type Workplace } from './perform-job.ts';
import { SendingJournal } from './sending-journal.ts';
import { receivedMarket } from './sent-market.ts';

import type { JobAnswer, JobOrder, JobSetting } from './thread-job-runner.ts';

const { bundles, parameters, market, settings } = workerData as JobSetting;
const port = parentPort!;
const workplace: Workplace = {
  strategies: bundles.map((bundle) => evaluateBundle(bundle, publicModule)),
  parameters: frozen(parameters),
  market: receivedMarket(market),
  settings,
};

port.on('message', (order: JobOrder) => {
  const { number } = order;
  perform(order).then(
    (result) => answer({ number, kind: 'done', result }),
    (error: unknown) => answer({ number, kind: 'error', error: sentError(error) }),
  );
});

async function perform(order: JobOrder): Promise<unknown> {
  const { number } = order;
  const host = nodeHost({
    onProgress: (_, done, total) => answer({ number, kind: 'progress', part: done / Math.max(1, total) }),
  });
  if (order.kind === 'training') return await performTraining(order.job, workplace, host);
  // What was sent from another thread is a copy, and a copy of parameters can be changed.
  const job = { ...order.job, parameters: frozen(order.job.parameters) };
  const hashed = new HashedJournal(workplace.market.series.length);
  if (!order.isJournalled) return { ...(await performArm(job, workplace, hashed, host)), ...hashed.finish() };
  const journal = new SendingJournal(hashed, (entries) => answer({ number, kind: 'journal', entries }));
  const result = await performArm(job, workplace, journal, host);
  journal.flush();
  return { ...result, ...hashed.finish() };
}

function answer(message: JobAnswer): void {
  port.postMessage(message);
}
