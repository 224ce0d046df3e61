import { dailyReturns } from '../metrics/daily-returns.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { ArmJob } from './arm-job.ts';
import type { JudgedArm } from './judge-arms.ts';

/** An arm with one of its seeds, as it ran or as it is recorded. */
export interface SeededArm {
  readonly job: Pick<ArmJob, 'name' | 'role' | 'seed'>;
  readonly equity: EquityFigures;
}

/**
 * The arms as they are judged: the daily returns of each, averaged over its seeds day by day, in the order of the arms of the
 * first seed. All arms of a run have the same days.
 */
export function seedMeans(finished: readonly SeededArm[]): JudgedArm[] {
  const [first] = finished;
  return finished
    .filter(({ job }) => job.seed === first!.job.seed)
    .map(({ job, equity }) => {
      const runs = finished
        .filter((arm) => arm.job.name === job.name)
        .map((arm) => dailyReturns(arm.equity).value);
      const { day } = dailyReturns(equity);
      const value = day.map((_, i) => runs.reduce((sum, returns) => sum + returns[i]!, 0) / runs.length);
      return { name: job.name, role: job.role, day, value };
    });
}
