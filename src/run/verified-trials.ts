import type { Finding } from '../model/finding.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Store } from '../store/store.ts';
import { trialsKnown } from './drawn-findings.ts';
import type { VerificationRecord } from './verification-record.ts';

/** What says how many trials a run counted. */
export interface CountedTrials {
  readonly run: RunRecord;
  /** Of its verdict; null without one. */
  readonly verdictTrials: number | null;
  readonly findings: readonly Finding[];
}

/**
 * Compares the number of trials that a verdict and findings paid for with what the store holds of the strategy on the same data: at least what was
 * complete before the run began, and at most what is there now. Where nothing came later, it is that, and so is the variance of their ratios.
 */
export function verifyTrials(
  store: Store,
  { run, verdictTrials, findings }: CountedTrials,
  record: VerificationRecord,
): void {
  const { least, isLatest } = store.trialBounds(run);
  const now = trialsKnown(store, run, run.kind === 'sweep' ? null : run.configHash);
  const fits = (place: { table: string; row: string }, field: string, recorded: number): void => {
    if (recorded >= least && recorded <= now.count) return;
    const derived = least === now.count ? least : `from ${least} to ${now.count}`;
    record.differences.add({ ...place, field, recorded, derived });
  };
  if (verdictTrials !== null) fits({ table: 'verdicts', row: `run ${run.runId}` }, 'trials', verdictTrials);
  let variances = 0;
  for (const [position, { method, detail }] of findings.entries()) {
    const place = { table: 'findings', row: `position ${position}` };
    const isCounted = method === 'deflated-sharpe' || method === 'backtest-length-min';
    if (isCounted && detail['trials'] !== undefined) fits(place, 'detail.trials', detail['trials']);
    const recorded = detail['varianceOfTrials'];
    if (recorded === undefined || !isLatest) continue;
    variances++;
    const derived = (now.sharpeVariance ?? 0) / run.periodsPerYear;
    record.differences.compare(place, 'detail.varianceOfTrials', { recorded, derived });
  }
  const ratios = 'variance of their Sharpe ratios';
  const reason = 'runs that came later are in the store, or some were removed';
  if (isLatest) record.did(`number of trials, and the ${ratios}`, null, 1 + variances);
  else if (least === now.count) {
    record.did('number of trials', null, 1);
    record.skip(ratios, null, reason);
  } else record.skip('number of trials', null, `${reason}; it lies between ${least} and ${now.count}`);
}
