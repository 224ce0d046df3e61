import { randomFrom } from '../math/random.ts';
import type { ArmLeftOut } from '../model/experiment.ts';
import type { EpochMs } from '../model/time.ts';
import type { LearnerSlot, ScheduledAdaptation } from '../strategy/learner-slot.ts';
import type { ArmJob, SavedTraining } from './arm-job.ts';
import { calendarSchedule } from './calendar-schedule.ts';
import { randomSchedule } from './random-schedule.ts';
import { rollingSlot } from './rolling-slot.ts';
import { trueChangeSchedule } from './true-changes.ts';

/** The arms that differ from the subject in one thing each, in the order in which tables show them. */
export const CONTROL_NAMES = [
  'frozen',
  'random-time',
  'calendar',
  'random-init',
  'rolling',
  'rule',
  'oracle',
] as const;

/** The name of a control. */
export type ControlName = (typeof CONTROL_NAMES)[number];

/** Whether the name is that of a control. */
export function isControlName(name: string): name is ControlName {
  return (CONTROL_NAMES as readonly string[]).includes(name);
}

/** The controls that decide a verdict, where they run: see docs/decisions/0009-what-decides-a-verdict.md. */
export const DECIDING_NAMES: readonly string[] = ['frozen', 'random-time'];

/** The control that knows what nobody can know; it never decides. */
export const CHEATING_NAME = 'oracle';

/** Arms that stand for what a user would do without meta-learning, and isolate nothing. */
const BASELINE_CONTROLS: readonly ControlName[] = ['rolling', 'rule'];

/** What is known of a strategy and its data before any arm has run. */
interface ControlGround {
  readonly slot: LearnerSlot;
  readonly training: SavedTraining;
  /** The first moments of the new regimes of made data; null where nobody knows them. */
  readonly changePoints: readonly EpochMs[] | null;
}

/** Why a control does not apply; null where it does. */
function whyLeftOut(name: ControlName, { slot, training, changePoints }: ControlGround): string | null {
  const { learner, lossCurve } = training.record;
  if (name === 'random-init' && lossCurve.length === 0) {
    return `${learner} has no meta-trained initialisation that random weights could take the place of`;
  }
  if (name === 'rule' && slot.rule === undefined) return 'the learner of the strategy declares no rule';
  if (name === 'oracle' && changePoints === null) {
    return 'the manifest of the data states no true change points; only made data can have them';
  }
  return null;
}

/** The controls of a list that do not apply, and why. */
export function leftOutControls(names: readonly ControlName[], ground: ControlGround): ArmLeftOut[] {
  return names.flatMap((arm) => {
    const reason = whyLeftOut(arm, ground);
    return reason === null ? [] : [{ arm, reason }];
  });
}

/** What a control takes from the subject and from the market. */
export interface ControlMaterial extends ControlGround {
  /** The job of the subject. */
  readonly subject: ArmJob;
  /** What the subject did. */
  readonly adaptations: readonly ScheduledAdaptation[];
  /** The times of all slices, warm-up included. */
  readonly times: Float64Array;
  readonly testFrom: EpochMs;
}

/** What a control is, before anything has run: the same for every seed. */
export function controlIdentity(
  name: ControlName,
  slot: LearnerSlot,
): Pick<ArmJob, 'name' | 'role' | 'description'> {
  const description = describedControl(name, slot);
  return { name, role: BASELINE_CONTROLS.includes(name) ? 'baseline' : 'control', description };
}

function describedControl(name: ControlName, slot: LearnerSlot): string {
  const { windowBars, everyBars } = rollingSlot(slot);
  return {
    frozen: 'The same meta-trained learner; never adapts.',
    'random-time': 'The same meta-trained learner; adapts as often as meta did, at random times.',
    calendar: 'The same meta-trained learner; adapts as often as meta did, every so many bars.',
    'random-init':
      'The same learner with the random weights that its training began with; adapts when meta does, by as many steps.',
    rolling: `No meta-training: a network with the same features, fitted from scratch every ${everyBars} bars on the last ${windowBars}.`,
    rule: 'No learner: the same strategy, whose own rule predicts from the same features; never adapts.',
    oracle:
      'CHEATS: the same meta-trained learner; is told the true change points as they happen, which nobody can know.',
  }[name];
}

/** A control as a job. It differs from the subject in what its name says, and in nothing else. */
export function controlJob(name: ControlName, material: ControlMaterial): ArmJob {
  const { subject, adaptations, times, testFrom, slot, training } = material;
  const job: ArmJob = { ...subject, ...controlIdentity(name, slot) };
  const atTimes = (schedule: readonly ScheduledAdaptation[]): ArmJob => ({
    ...job,
    policy: { kind: 'at-times', schedule },
  });
  const tested = times.subarray(times.findIndex((time) => time >= testFrom));
  switch (name) {
    case 'frozen':
      return { ...job, policy: { kind: 'never' } };
    case 'random-time': {
      const random = randomFrom(subject.seed).split('random-time').split('schedule');
      return atTimes(randomSchedule(adaptations, tested, random));
    }
    case 'calendar':
      return atTimes(calendarSchedule(adaptations, tested));
    case 'random-init':
      return { ...job, learner: { kind: 'untrained', training } };
    case 'rolling': {
      const { windowBars: supportBars, everyBars } = rollingSlot(slot);
      const due = tested.filter((_, i) => i % everyBars === 0);
      const schedule = Array.from(due, (time) => ({ time, supportBars }));
      return { ...atTimes(schedule), learner: { kind: 'rolling' } };
    }
    case 'rule':
      return { ...job, policy: { kind: 'never' }, learner: { kind: 'rule' } };
    case 'oracle':
      return atTimes(trueChangeSchedule(material.changePoints ?? [], times, testFrom, slot));
  }
}
