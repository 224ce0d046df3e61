import type { SweepRecord, TrialResult } from '../model/sweep.ts';
import { canonicalJson } from '../store/canonical-json.ts';
import { runHash } from '../store/journal-hash.ts';
import { trialHash } from './trial-hash.ts';
import type { VerificationRecord } from './verification-record.ts';

/** Metrics that the sums over stretches of days lead to. */
const OF_BLOCKS = ['volatility', 'sharpe'] as const;

const BLOCK_WIDTH = 3;

/** Derives the hashes of a sweep, and of each trial the configuration hash and the ratios that its returns lead to, and compares them. */
export function verifySweep({ run, trials }: SweepRecord, record: VerificationRecord): void {
  const { differences } = record;
  let [results, figures] = [0, 0];
  for (const { position, parameters, result } of trials) {
    if (result === null) continue;
    results++;
    const place = { row: `trial at position ${position}` };
    const derived = trialHash(run, parameters);
    differences.compare({ table: 'trials', ...place }, 'config_hash', {
      recorded: result.configHash,
      derived,
    });
    for (const name of OF_BLOCKS) {
      const value = result.returnBlocks && ratiosOf(result.returnBlocks, run.periodsPerYear)[name];
      const recorded = result.metrics[name]?.value ?? null;
      if (value === null || recorded === null) continue;
      figures++;
      const row = `${place.row}, ${name}`;
      differences.compare({ table: 'trial_metrics', row }, 'value', { recorded, derived: value });
    }
  }
  record.did('configuration hashes of trials', null, results);
  record.did('volatility and Sharpe ratio of trials', null, figures);
  record.skip(
    'other metrics of trials',
    null,
    'a sweep keeps sums over stretches of days of each trial, and no more of its rows',
  );
  if (run.status === 'complete')
    verifyTotals(
      run,
      trials.flatMap(({ parameters, result }) => (result ? [{ parameters, result }] : [])),
      record,
    );
}

function verifyTotals(
  { runId, journalHash }: SweepRecord['run'],
  trials: readonly { readonly parameters: unknown; readonly result: TrialResult }[],
  record: VerificationRecord,
): void {
  const parts = trials.map(({ parameters, result }) => ({
    name: canonicalJson(parameters),
    journalHash: result.journalHash,
  }));
  const place = { table: 'runs', row: `run ${runId}` };
  record.differences.compare(place, 'journal_hash', { recorded: journalHash, derived: runHash(parts) });
  record.did('journal hash of the run', null, parts.length);
}

/** Annualised; null for what does not vary. */
function ratiosOf(
  blocks: Float64Array,
  periodsPerYear: number,
): Record<(typeof OF_BLOCKS)[number], number | null> {
  let [count, sum, squares] = [0, 0, 0];
  for (let at = 0; at < blocks.length; at += BLOCK_WIDTH) {
    count += blocks[at]!;
    sum += blocks[at + 1]!;
    squares += blocks[at + 2]!;
  }
  const variance = (squares - (sum * sum) / count) / (count - 1);
  // Where returns hardly vary, the sums of their squares have lost it.
  if (!(variance > 1e-6 * (squares / count))) return { volatility: null, sharpe: null };
  const deviation = Math.sqrt(variance);
  const scale = Math.sqrt(periodsPerYear);
  return { volatility: scale * deviation, sharpe: (scale * sum) / count / deviation };
}
