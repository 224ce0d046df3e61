import { type ArmReturns, compareArms } from '../evidence/compare-arms.ts';
import { summarizeVerdict } from '../evidence/summarize-verdict.ts';
import { randomFrom } from '../math/random.ts';
import type { VerdictSummary } from '../model/comparison.ts';
import type { ArmRole } from '../model/run-record.ts';

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

/** Compares the subject, which stands first, with every other arm, on daily returns. */
export function judgeArms(arms: readonly JudgedArm[], settings: JudgeSettings): VerdictSummary {
  const [subject, ...others] = arms;
  const { trials, seed } = settings;
  const random = randomFrom(seed).split('bootstrap');
  const comparisons = compareArms(subject!, others, settings, random);
  const withRole = (role: ArmRole) => comparisons.filter((_, i) => others[i]!.role === role);
  const [controls, baselines] = [withRole('control'), withRole('baseline')];
  return summarizeVerdict({ subject: subject!.name, controls, baselines, trials });
}
