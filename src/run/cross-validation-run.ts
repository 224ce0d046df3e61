import type { PathArm, WithCloses } from '../model/experiment.ts';
import type { ArmJob, SavedTraining } from './arm-job.ts';
import type { RanArm } from './comparison-run.ts';
import { type ControlMaterial, controlJob, isControlName } from './control-arms.ts';
import { type CrossValidation, crossValidationPlan } from './cross-validation.ts';
import { dayCloses } from './day-closes.ts';
import type { JobRunner } from './job-runner.ts';
import { decidingNames } from './judge-arms.ts';

/** What a cross-validation starts from. */
export interface CrossValidationParts {
  readonly validation: CrossValidation;
  /** All arms of the comparison; those of the first seed are run again. */
  readonly finished: readonly RanArm[];
  readonly material: Pick<ControlMaterial, 'slot' | 'changePoints' | 'times' | 'testFrom'>;
  /** The slices of the training symbols, up to the end of the test period. */
  readonly trained: Float64Array;
  readonly runner: JobRunner;
}

/**
 * Trains the learner once for each split, and runs the subject and the controls that decide along each path: from the border of each fold on the
 * learner of the split that left it out is in use. Returns the arms path by path, the subject first.
 */
export async function runCrossValidation(parts: CrossValidationParts): Promise<(PathArm & WithCloses)[]> {
  const { validation, finished, material, trained, runner } = parts;
  const { slot, testFrom } = material;
  const plan = crossValidationPlan(
    validation,
    { trained, labelHorizonBars: slot.labelHorizonBars },
    testFrom,
  );
  const names = controlNames(finished);
  const subject = finished[0]!.job;
  runner.expect(plan.splits.length + plan.paths.length * (1 + names.length));
  const trainings = await Promise.all(
    plan.splits.map((period) => runner.train({ seed: subject.seed, ...period })),
  );
  const paths = plan.paths.map(async (splits, path) => {
    const inUse = splits.map((split, fold) => ({ from: plan.borders[fold]!, training: trainings[split]! }));
    const ran = await runPath(subject, inUse, names, parts);
    return ran.map((arm) => pathArm(arm, ran[0]!, { path, splits }));
  });
  return (await Promise.all(paths)).flat();
}

function controlNames(finished: readonly RanArm[]) {
  const deciding = decidingNames(finished.map(({ job }) => job));
  const { seed } = finished[0]!.job;
  return finished
    .filter(({ job }) => job.seed === seed && deciding.includes(job.name))
    .map(({ job }) => job.name)
    .filter(isControlName);
}

interface InUse {
  readonly from: number;
  readonly training: SavedTraining;
}

async function runPath(
  { seed, ...job }: ArmJob,
  [first, ...successors]: readonly InUse[],
  names: ReturnType<typeof controlNames>,
  { runner, material }: CrossValidationParts,
): Promise<RanArm[]> {
  const ran = async (one: ArmJob): Promise<RanArm> => {
    const result = await runner.arm(one, null);
    return { ...result, job: one, journalHash: result.journalHash! };
  };
  const { training } = first!;
  const subject = await ran({ ...job, seed, learner: { kind: 'trained', training, successors } });
  const { adaptations } = subject;
  const jobs = names.map((name) =>
    controlJob(name, { ...material, training, subject: subject.job, adaptations }),
  );
  return [subject, ...(await Promise.all(jobs.map(ran)))];
}

function pathArm(
  ran: RanArm,
  subject: RanArm,
  place: Pick<PathArm, 'path' | 'splits'>,
): PathArm & WithCloses {
  const { job, metrics, journalHash } = ran;
  const { name: arm, role } = job;
  const sharpe = metrics.sharpe?.value ?? null;
  const first = subject.metrics.sharpe?.value ?? null;
  const isPair = role !== 'subject' && first !== null && sharpe !== null;
  return {
    ...place,
    arm,
    role,
    sharpe,
    totalReturn: metrics.total_return?.value ?? null,
    sharpeDifference: isPair ? first - sharpe : null,
    journalHash,
    dayCloses: dayCloses([ran]),
  };
}
