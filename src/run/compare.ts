import type { TrialsKnown } from '../evidence/run-findings.ts';
import type { VerdictSummary } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunReport } from '../model/run-record.ts';
import { learnerSlotOf } from './arm-learner.ts';
import type { LoadedBaseline } from './baselines.ts';
import { type ComparedArm, recordComparedMetrics } from './compared-arms.ts';
import { type ChosenArms, chosenArms } from './comparison-arms.ts';
import { ComparisonRun, type FinishedArm } from './comparison-run.ts';
import { comparisonRunner } from './comparison-runner.ts';
import { runCrossValidation } from './cross-validation-run.ts';
import { drawFindings, trialsKnown } from './drawn-findings.ts';
import type { Host } from './host.ts';
import { decidingNames, judgeArms } from './judge-arms.ts';
import { type LearningChoice, learningPlan } from './learning-plan.ts';
import { recordPrices } from './record-prices.ts';
import { type RunResult, writeRunReport } from './run-result.ts';
import { seedMeans } from './seed-mean.ts';
import { seedClause, seedSpreads } from './seed-spread.ts';
import { runSensitivity } from './sensitivity.ts';
import { type AnyPreparedRun, type RunRequest, withPreparedRun, withRun } from './session.ts';

/** A comparison that a user asks for. */
export interface CompareRequest extends RunRequest, LearningChoice {
  /** The classical strategies that can be shown beside the subject; see `loadBaselines`. */
  readonly baselines: readonly LoadedBaseline[];
  /** The names of the arms beside the subject; the usual ones if not given. */
  readonly arms?: readonly string[] | undefined;
  /** Distinct seeds, each of which every arm with a learner is run with; that of the settings alone if not given. */
  readonly seeds?: readonly number[] | undefined;
  /** Whether the arms that decide are run again with other costs, fills and thresholds. */
  readonly sensitivity?: boolean | undefined;
  /** Threads; if not given as many as there are cores, or one with one seed and nothing further. */
  readonly workers?: number | undefined;
}

/**
 * Runs a strategy as the subject, as its controls, and beside the baselines, all on the same bars, fills, costs and
 * seeds, and draws the verdict. A strategy without a learner has no controls and is judged against the baselines. The result does
 * not depend on the number of threads.
 */
export async function runCompare(request: CompareRequest, host: Host): Promise<RunResult> {
  const seeded = withFirstSeed(request);
  const report = await withPreparedRun(seeded, 'compare', host, (prepared) =>
    compare(seeded, prepared, host),
  );
  const reportPath = request.reportFolder === null ? null : writeRunReport(report, request.reportFolder);
  return { report, storePath: request.storePath, reportPath };
}

/** The seed of the run is the first of its seeds. */
function withFirstSeed(request: CompareRequest): CompareRequest {
  const { seeds, settings } = request;
  if (seeds === undefined) return request;
  const [seed] = seeds;
  if (seed !== undefined && new Set(seeds).size === seeds.length)
    return { ...request, settings: { ...settings, seed } };
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: '--seeds',
    rule: 'seeds are one or more whole numbers, each of them once',
    found: seeds.length === 0 ? 'none' : seeds.join(', '),
    repair: 'Write for example 1..5',
  });
}

function compare(request: CompareRequest, given: AnyPreparedRun, host: Host): Promise<RunReport> {
  const { prepared, folds, trained } = learningPlan(request, given, request.loaded);
  const { settings, data } = prepared;
  const seeds = request.seeds ?? [settings.seed];
  const hasChangePoints = data.changePoints !== null;
  const hasRule = learnerSlotOf(request.loaded.fresh(), prepared.parameters)?.rule !== undefined;
  const choice = { arms: request.arms ?? null, baselines: request.baselines, hasChangePoints, hasRule };
  const arms = chosenArms(choice);
  const identity = { ...prepared.identity, settings: recordedSettings(request, prepared, arms) };
  return withRun(request, identity, host, async (run, store, watched) => {
    recordPrices(run, prepared);
    const threads = {
      strategies: [request.loaded, ...arms.baselines],
      workers: request.workers ?? null,
      width: seeds.length * (1 + arms.controls.length) + arms.baselines.length,
      isPlain: seeds.length * folds.length === 1 && !request.sensitivity && !request.crossValidation,
    };
    const runner = comparisonRunner(threads, prepared, watched);
    try {
      const parts = { prepared, arms, loaded: request.loaded, folds, run, runner, host: watched };
      const comparison = new ComparisonRun(parts);
      const finished = await runner.attend(comparison.runArms(seeds));
      if (request.sensitivity === true) {
        const { material } = comparison;
        const start = { finished, material, settings, periodsPerYear: data.periodsPerYear, runner };
        run.writeSensitivity(await runner.attend(runSensitivity(start)));
      }
      const { crossValidation: validation } = request;
      if (validation) {
        const start = { validation, finished, material: comparison.material!, trained, runner };
        run.writePaths(await runner.attend(runCrossValidation(start)));
      }
      recordComparedMetrics(run, finished.map(comparedArm), {
        ...settings,
        periodsPerYear: data.periodsPerYear,
      });
      watched.progress('verdict', 0, 1);
      const trials = trialsKnown(store, identity, run.configHash);
      run.writeVerdict(verdictOf(finished, prepared, trials.count));
      run.writeFindings(findingsOf(finished, prepared, trials));
    } finally {
      await runner.close();
    }
    run.complete();
    return store.report(run.runId);
  });
}

/** Which arms run decides by how much a verdict is corrected, and seeds and trainings what it is about: they make another trial. */
function recordedSettings(
  { seeds = [], walkForward }: CompareRequest,
  { identity }: AnyPreparedRun,
  { recorded }: ChosenArms,
): Readonly<Record<string, unknown>> {
  return {
    ...identity.settings,
    ...(recorded !== null && { arms: recorded }),
    ...(seeds.length > 1 && { seeds }),
    ...(walkForward && { walkForward }),
  };
}

/** Of the arms of the first seed. */
function findingsOf(
  finished: readonly FinishedArm[],
  { settings, data }: AnyPreparedRun,
  trials: TrialsKnown,
): Finding[] {
  const { riskFreeRate, seed } = settings;
  const arms = finished.filter(({ job }) => job.seed === seed).map((arm) => ({ ...arm, name: arm.job.name }));
  return drawFindings(arms, { periodsPerYear: data.periodsPerYear, riskFreeRate, seed, trials });
}

function verdictOf(
  finished: readonly FinishedArm[],
  { settings, data }: AnyPreparedRun,
  trials: number,
): VerdictSummary {
  const { periodsPerYear } = data;
  const { riskFreeRate, seed, bootstrap } = settings;
  const arms = seedMeans(finished);
  const summary = judgeArms(arms, { periodsPerYear, riskFreeRate, trials, seed, bootstrap });
  const seeds = new Set(finished.map(({ job }) => job.seed)).size;
  if (seeds === 1) return summary;
  const clause = seedClause(seedSpreads(finished, decidingNames(arms)), seeds);
  return { ...summary, sentence: `${summary.sentence}${clause}` };
}

function comparedArm({ job, armId, equity, changes }: FinishedArm): ComparedArm {
  return { armId, name: job.name, seed: job.seed, equity, changes };
}
