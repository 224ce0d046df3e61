/** Writes the journals of a store in a thread of its own. */
import { workerData } from 'node:worker_threads';
import type { JournalThreadSetting } from '../store/journal-thread.ts';
import { serveJournal } from '../store/serve-journal.ts';
import { doLater } from './host.ts';

/** A run that is busy hands the next batch over sooner. */
const IDLE_MS = 5;

serveJournal(workerData as JournalThreadSetting, (action) => doLater(IDLE_MS, action));
