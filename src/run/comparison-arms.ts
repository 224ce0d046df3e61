import { RegimetaError } from '../model/regimeta-error.ts';
import { baselineName, type LoadedBaseline } from './baselines.ts';
import { CHEATING_NAME, CONTROL_NAMES, type ControlName, isControlName } from './control-arms.ts';
import { didYouMean } from './parse-options.ts';

/** Which arms run beside the subject. */
export interface ChosenArms {
  readonly controls: readonly ControlName[];
  readonly baselines: readonly LoadedBaseline[];
  /** The names as they are recorded with the run; null for the usual ones. */
  readonly recorded: readonly string[] | null;
}

/** What a choice of arms is made of. */
export interface ArmChoice {
  /** The names that the user gives; null for the usual ones. */
  readonly arms: readonly string[] | null;
  readonly baselines: readonly LoadedBaseline[];
  /** Whether the data state true change points. */
  readonly hasChangePoints: boolean;
  /** Whether the learner of the strategy declares the rule that it takes the place of. */
  readonly hasRule: boolean;
}

/**
 * The arms of a comparison, always in the same order. Usual are all baselines and all controls, `oracle` only where the data
 * state true change points, and `rule` only where the strategy declares one. Throws E_PARAMETER_INVALID for a name that there is not.
 */
export function chosenArms({ arms, baselines, hasChangePoints, hasRule }: ArmChoice): ChosenArms {
  if (arms === null) {
    const controls = CONTROL_NAMES.filter((name) => {
      if (name === CHEATING_NAME) return hasChangePoints;
      return name !== 'rule' || hasRule;
    });
    return { controls, baselines, recorded: null };
  }
  const known = [...CONTROL_NAMES, ...baselines.map(baselineName)];
  const wanted = new Set(arms.map((name) => name.trim()));
  for (const name of wanted) if (!known.includes(name)) throw unknownArm(name, known);
  return {
    controls: CONTROL_NAMES.filter((name) => isControlName(name) && wanted.has(name)),
    baselines: baselines.filter((baseline) => wanted.has(baselineName(baseline))),
    recorded: known.filter((name) => wanted.has(name)),
  };
}

function unknownArm(name: string, known: readonly string[]): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: '--arms',
    rule: `the arms beside the subject are ${known.join(', ')}`,
    found: JSON.stringify(name),
    repair: didYouMean(name, known) ?? 'Name some of these, with commas between',
  });
}
