import { overfittingProbability, STRETCHES } from '../evidence/overfitting-probability.ts';
import { deflatedFinding, type TrialsKnown } from '../evidence/run-findings.ts';
import type { Finding } from '../model/finding.ts';
import type { SweepTrial, TrialResult } from '../model/sweep.ts';
import { overfittingOf } from './overfitting-finding.ts';

/** What statistics say of the trials of a sweep together: how often its best would not have stayed so, and how good it is after correction. */
export function sweepFindings(
  trials: readonly SweepTrial[],
  setting: { readonly periodsPerYear: number; readonly trials: TrialsKnown },
): Finding[] {
  const results = trials.flatMap(({ result }) => result ?? []);
  return [overfittingFinding(results), ...bestFinding(results, setting)];
}

function overfittingFinding(results: readonly TrialResult[]): Finding {
  const kept = results.flatMap(({ returnBlocks }) => (returnBlocks === null ? [] : [returnBlocks]));
  return overfittingOf(
    kept.length < results.length
      ? 'some trials were run before their returns were kept'
      : overfittingProbability(kept),
  );
}

/** Of the trial with the best Sharpe ratio; nothing where none has one. */
function bestFinding(
  results: readonly TrialResult[],
  setting: { readonly periodsPerYear: number; readonly trials: TrialsKnown },
): Finding[] {
  let best: TrialResult | null = null;
  for (const result of results) {
    if (sharpeOf(result) !== null && (best === null || sharpeOf(result)! > sharpeOf(best)!)) best = result;
  }
  const blocks = best?.returnBlocks;
  const [skewness, kurtosis] = [best?.metrics.skewness?.value, best?.metrics.kurtosis?.value];
  if (!best || !blocks || skewness == null || kurtosis == null) return [];
  let observations = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++)
    observations += blocks[(stretch * blocks.length) / STRETCHES]!;
  const sharpe = sharpeOf(best)! / Math.sqrt(setting.periodsPerYear);
  return [
    deflatedFinding({ sharpe, observations, skewness, kurtosis }, { subject: null, against: null }, setting),
  ];
}

const sharpeOf = ({ metrics }: TrialResult): number | null => metrics.sharpe?.value ?? null;
