import type { Comparison, Verdict, VerdictSummary } from '../model/comparison.ts';
import type { VerdictMaterial } from './verdict-material.ts';
import { verdictSentence } from './verdict-sentence.ts';

/**
 * The answer to "did re-adapting at detected changes help?". The controls decide; without any, the baselines do.
 * Better only if the subject is better than every one of them; worse if it is worse than any; else inconclusive, also
 * when there is nothing to compare with.
 */
export function summarizeVerdict(material: VerdictMaterial): VerdictSummary {
  const { controls, baselines, trials } = material;
  const deciding = controls.length > 0 ? controls : baselines;
  const verdict = overallVerdict(deciding);
  return {
    verdict,
    sentence: verdictSentence(material, verdict, quoted(deciding, verdict)),
    trials,
    comparisons: [...controls, ...baselines],
  };
}

function overallVerdict(comparisons: readonly Comparison[]): Verdict {
  if (comparisons.some((comparison) => comparison.verdict === 'worse')) return 'worse';
  const better = comparisons.every((comparison) => comparison.verdict === 'better');
  return better && comparisons.length > 0 ? 'better' : 'inconclusive';
}

/** The comparison that the verdict hangs on: of those with the same verdict, the one with the smallest difference. */
function quoted(comparisons: readonly Comparison[], verdict: Verdict): Comparison | null {
  let smallest: Comparison | null = null;
  for (const comparison of comparisons) {
    if (comparison.verdict !== verdict) continue;
    if (smallest === null || comparison.sharpeDifference < smallest.sharpeDifference) smallest = comparison;
  }
  return smallest;
}
