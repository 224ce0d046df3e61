/**
 * Writes marks and events into the store named by the first argument until it is killed; says `ready` once a batch
 * is committed. The second argument names the program of a thread that writes, where there is to be one.
 */
import { pathToFileURL } from 'node:url';
import { Store } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';
import { events, identity, START } from './sample-run.ts';

const store = Store.open(process.argv[2]!, {
  processId: process.pid,
  now: () => Date.now(),
  hostName: 'here',
  ...(process.argv[3] !== undefined && { journalProgram: pathToFileURL(process.argv[3]) }),
});
/** With a thread, it writes by then. */
const READY_AT = process.argv[3] === undefined ? 10_000 : 100_000;
const arm = store
  .beginRun(identity)
  .beginArm({ name: 'endless', role: 'subject', description: '', symbols: ['A'] });
for (let i = 0; ; i++) {
  arm.append({ ...events[4]!, sequence: i + 1, time: START + i });
  arm.mark(accountMark(START + i, i / 3, i / 7, 1, 1));
  if (i === READY_AT) process.stdout.write('ready\n');
}
