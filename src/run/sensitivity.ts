import { sharpe } from '../metrics/sharpe.ts';
import type { SensitivityArm, SensitivityRecord, WithCloses } from '../model/experiment.ts';
import { runHash } from '../store/journal-hash.ts';
import type { ArmJob } from './arm-job.ts';
import type { RanArm } from './comparison-run.ts';
import { type ControlMaterial, controlJob, isControlName } from './control-arms.ts';
import { dayCloses } from './day-closes.ts';
import type { JobRunner } from './job-runner.ts';
import { decidingNames } from './judge-arms.ts';
import type { RunSettings } from './run-settings.ts';
import { scaledDetector } from './scaled-detector.ts';
import { seedMeans } from './seed-mean.ts';
import { type Variation, variations } from './sensitivity-variations.ts';

/** What a sensitivity run starts from. */
export interface SensitivityParts {
  /** All arms of the comparison. */
  readonly finished: readonly RanArm[];
  /** For the controls; null for a strategy without a learner. */
  readonly material: Pick<ControlMaterial, 'slot' | 'changePoints' | 'times' | 'testFrom'> | null;
  readonly settings: RunSettings;
  readonly periodsPerYear: number;
  readonly runner: JobRunner;
}

/**
 * Runs the subject and the arms that decide again, with one setting changed at a time. The learner stays the one that was trained;
 * only the detector of the run has another threshold. What the run itself did stands as the base of each axis.
 */
export async function runSensitivity(parts: SensitivityParts): Promise<SensitivityRecord[]> {
  const { finished, settings, material, runner } = parts;
  const deciding = decidingNames(finished.map(({ job }) => job));
  const base = finished.filter(({ job }) => job.role === 'subject' || deciding.includes(job.name));
  const wanted = variations(settings, material !== null);
  runner.expect(base.length * wanted.filter(({ isBase }) => !isBase).length);
  return await Promise.all(
    wanted.map(async (variation): Promise<SensitivityRecord> => {
      const { axis, setting, isBase, note } = variation;
      const row = { axis, setting, isBase, note };
      if (isBase) return { ...row, arms: recordedRows(base, parts) };
      if (axis === 'ambiguous-fills' && base.every(hasNoAmbiguousFill))
        return { ...row, note: 'no fill is ambiguous', arms: recordedRows(base, parts) };
      const { detectorScale } = variation;
      if (detectorScale !== 1 && scaledDetector(material!.slot.detector, detectorScale) === null)
        return { ...row, note: 'the detector has no such threshold', arms: base.map(withoutFigures) };
      const ran = await again(base, variation, parts);
      const closesOf = (name: string) => dayCloses(ran.filter(({ job }) => job.name === name));
      return { ...row, arms: armRows(ran, parts).map((arm) => ({ ...arm, dayCloses: closesOf(arm.arm) })) };
    }),
  );
}

const hasNoAmbiguousFill = ({ metrics }: RanArm): boolean => metrics.fills_ambiguous?.value === 0;

/** The same arms with a setting changed. */
async function again(
  base: readonly RanArm[],
  { settings, detectorScale }: Variation,
  parts: SensitivityParts,
): Promise<RanArm[]> {
  const { runner, material } = parts;
  const ran = async (job: ArmJob): Promise<RanArm> => {
    const result = await runner.arm(job, null);
    return { ...result, job, journalHash: result.journalHash! };
  };
  const subjects = base.filter(({ job }) => job.role === 'subject');
  const groups = subjects.map(async ({ job }) => {
    const subject = await ran({ ...job, settings, detectorScale });
    const others = base.filter((arm) => arm.job.seed === job.seed && arm.job.role !== 'subject');
    const jobs = others.map((arm): ArmJob => {
      const { name } = arm.job;
      if (!isControlName(name) || material === null || subject.job.learner?.kind !== 'trained')
        return { ...arm.job, settings };
      const { training } = subject.job.learner;
      const { adaptations } = subject;
      return controlJob(name, { ...material, training, subject: subject.job, adaptations });
    });
    return [subject, ...(await Promise.all(jobs.map(ran)))];
  });
  return (await Promise.all(groups)).flat();
}

/** The figures of arms that the run has recorded. */
function recordedRows(base: readonly RanArm[], parts: SensitivityParts): (SensitivityArm & WithCloses)[] {
  return armRows(base, parts).map((arm) => ({ ...arm, dayCloses: null }));
}

/** The figures of arms, each over its seeds: the Sharpe ratio of the mean of their daily returns, and the mean total return. */
function armRows(ran: readonly RanArm[], { settings, periodsPerYear }: SensitivityParts): SensitivityArm[] {
  const means = seedMeans(ran);
  const ratios = means.map(({ name, day, value }) => {
    const ruined = ran.some(({ job, equity }) => job.name === name && equity.isRuined);
    const returns = { day, value, ruined };
    return sharpe(returns, periodsPerYear, settings.riskFreeRate).value;
  });
  return means.map(({ name, role }, i) => {
    const runs = ran.filter(({ job }) => job.name === name);
    const totals = runs.map(({ metrics }) => metrics.total_return?.value ?? null);
    const [first, own] = [ratios[0]!, ratios[i]!];
    return {
      arm: name,
      role,
      sharpe: own,
      totalReturn: meanOf(totals),
      sharpeDifference: i === 0 || first === null || own === null ? null : first - own,
      journalHash:
        runs.length === 1
          ? runs[0]!.journalHash
          : runHash(runs.map(({ job, journalHash }) => ({ name: `${name} ${job.seed}`, journalHash }))),
    };
  });
}

/** Null where one of the values is. */
function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}

/** An arm that could not be run at a setting. */
function withoutFigures({ job }: RanArm): SensitivityArm & WithCloses {
  const { name, role } = job;
  return {
    arm: name,
    role,
    sharpe: null,
    totalReturn: null,
    sharpeDifference: null,
    journalHash: null,
    dayCloses: null,
  };
}
