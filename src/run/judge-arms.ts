import { type ArmReturns, compareArms } from '../evidence/compare-arms.ts';
import { summarizeVerdict } from '../evidence/summarize-verdict.ts';
import { randomFrom } from '../math/random.ts';
import type { ArmRole } from '../model/arm-role.ts';
import type { Comparison, VerdictSummary } from '../model/comparison.ts';
import { CHEATING_NAME, DECIDING_NAMES } from './control-arms.ts';

/** An arm with its daily returns. */
export interface JudgedArm extends ArmReturns {
  readonly role: ArmRole;
}

/** What a verdict depends on beside the returns. */
export interface JudgeSettings {
  readonly periodsPerYear: number;
  readonly riskFreeRate: number;
  /** Distinct configurations tried, this one included. */
  readonly trials: number;
  /** Of the resampling. */
  readonly seed: number;
}

/**
 * Compares the subject, which stands first, with every other arm, on daily returns. The deciding controls decide; where none of
 * them runs the other controls do, and without any the baselines. What cheats never decides.
 */
export function judgeArms(arms: readonly JudgedArm[], settings: JudgeSettings): VerdictSummary {
  const [subject, ...others] = arms;
  const { trials, seed } = settings;
  const random = randomFrom(seed).split('bootstrap');
  const comparisons = compareArms(subject!, others, settings, random);
  const chosen = (isChosen: (arm: JudgedArm) => boolean): Comparison[] =>
    comparisons.filter((_, i) => isChosen(others[i]!) && others[i]!.name !== CHEATING_NAME);
  const deciding = chosen(({ name, role }) => role === 'control' && DECIDING_NAMES.includes(name));
  const controls = deciding.length > 0 ? deciding : chosen(({ role }) => role === 'control');
  const baselines = chosen(({ role }) => role === 'baseline');
  const summary = summarizeVerdict({ subject: subject!.name, controls, baselines, trials });
  return { ...summary, comparisons };
}
