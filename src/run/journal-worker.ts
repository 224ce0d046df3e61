/** Writes the journals of a store in a thread of its own. */
import { workerData } from 'node:worker_threads';
import type { JournalThreadSetting } from '../store/journal-thread.ts';
import { serveJournal } from '../store/serve-journal.ts';

serveJournal(workerData as JournalThreadSetting);
