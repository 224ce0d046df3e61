/** Runs trials in a thread of its own: takes jobs from its parent and answers each with what it came to. */
import { parentPort, workerData } from 'node:worker_threads';
import * as publicModule from '../index.ts';
import type { CustomCalendar } from '../market/calendar/custom-calendar.ts';
import { type MarketCalendar, marketCalendar } from '../market/calendar/market-calendar.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { nodeHost } from './host.ts';
import { evaluateBundle } from './load-strategy.ts';
import { frozen } from './parse-options.ts';
import { runSessions } from './run-sessions.ts';
import { runTrial } from './trial.ts';
import type { TrialAnswer, TrialOrder, TrialSetting } from './trial-pool.ts';

const { bundle, market: sent, settings, calendars, dataSpan } = workerData as TrialSetting;
const port = parentPort!;
const host = nodeHost();
const loaded = evaluateBundle(bundle, publicModule);
const market = { ...sent, sessions: runSessions(sent.series, sent.instruments, calendarMap()) };

port.on('message', ({ number, job }: TrialOrder) => {
  // What was sent from another thread is a copy, and a copy can be changed.
  runTrial(loaded, frozen(job), market, settings, host).then(
    (result) => answer({ number, result }),
    (error: unknown) => answer({ number, error: plainError(error) }),
  );
});

function calendarMap(): Map<string, MarketCalendar> {
  return new Map(
    calendars.map(({ name, definition }) => {
      const own = definition === null ? {} : { [name]: definition as CustomCalendar };
      return [name, marketCalendar(name, own, ...dataSpan)];
    }),
  );
}

function answer(message: TrialAnswer): void {
  port.postMessage(message);
}

/** An error loses its class on its way to another thread. */
function plainError(error: unknown): Extract<TrialAnswer, { error: unknown }>['error'] {
  if (error instanceof RegimetaError) {
    const { code, place, rule, found, repair } = error;
    return { code, details: { place, rule, found, repair } };
  }
  return {
    code: 'E_INVARIANT',
    details: { rule: 'a trial ends with a result or a coded error', found: String(error) },
  };
}
