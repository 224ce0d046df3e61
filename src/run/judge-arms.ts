import { type ArmReturns, compareArms } from '../evidence/compare-arms.ts';
import type { BootstrapKind } from '../evidence/stationary-bootstrap.ts';
import { summarizeVerdict } from '../evidence/summarize-verdict.ts';
import { randomFrom } from '../math/random.ts';
import type { ArmRole } from '../model/arm-role.ts';
import type { VerdictSummary } from '../model/comparison.ts';
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
  /** How it draws days; stationary if not given. */
  readonly bootstrap?: BootstrapKind | undefined;
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
  const deciding = decidingNames(arms);
  const isControl = others.some(({ name, role }) => deciding.includes(name) && role === 'control');
  const decisive = comparisons.filter(({ against }) => deciding.includes(against));
  const [controls, baselines] = isControl ? [decisive, []] : [[], decisive];
  const summary = summarizeVerdict({ subject: subject!.name, controls, baselines, trials });
  return { ...summary, comparisons };
}

/** The names of the arms that decide. */
export function decidingNames(arms: readonly Pick<JudgedArm, 'name' | 'role'>[]): readonly string[] {
  const named = (isChosen: (arm: Pick<JudgedArm, 'name' | 'role'>) => boolean): string[] =>
    arms.filter((arm) => isChosen(arm) && arm.name !== CHEATING_NAME).map(({ name }) => name);
  const controls = named(({ role }) => role === 'control');
  const deciding = controls.filter((name) => DECIDING_NAMES.includes(name));
  if (deciding.length > 0) return deciding;
  return controls.length > 0 ? controls : named(({ role }) => role === 'baseline');
}
