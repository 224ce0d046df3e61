import { readingViews } from '../compact-schema.ts';
import { PRESENT_JOURNAL_TABLES } from './present-journal-tables.ts';
import { PRESENT_RESULT_TABLES } from './present-result-tables.ts';
import { PRESENT_RUN_TABLES } from './present-run-tables.ts';
import { PRESENT_SWEEP_TABLES } from './present-sweep-tables.ts';

/**
 * The schema that all steps of `MIGRATIONS` lead to, to the letter: what a new store is made of at once. A new step changes this as well, where its
 * table stands; a column that a step adds stands where SQLite puts it, behind the last one on the same line.
 */
export const PRESENT_SCHEMA = [
  PRESENT_RUN_TABLES,
  PRESENT_JOURNAL_TABLES,
  PRESENT_RESULT_TABLES,
  PRESENT_SWEEP_TABLES,
  readingViews('arms.seed,'),
].join('\n');
