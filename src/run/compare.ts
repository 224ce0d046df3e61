import { dailyReturns } from '../metrics/daily-returns.ts';
import type { RunReport } from '../model/run-record.ts';
import { type ComparedArm, recordComparedMetrics } from './compared-arms.ts';
import { chosenArms } from './comparison-arms.ts';
import { ComparisonRun, type FinishedArm } from './comparison-run.ts';
import { drawFindings, trialsKnown } from './drawn-findings.ts';
import type { Host } from './host.ts';
import { LocalJobRunner } from './job-runner.ts';
import { type JudgedArm, judgeArms } from './judge-arms.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { armMarketOf } from './market-plan.ts';
import type { Workplace } from './perform-job.ts';
import { recordPrices } from './record-prices.ts';
import { type RunResult, writeRunReport } from './run-result.ts';
import { type AnyPreparedRun, type RunRequest, withPreparedRun, withRun } from './session.ts';

/** A comparison that a user asks for. */
export interface CompareRequest extends RunRequest {
  /** The classical strategies that can be shown beside the subject; see `loadBaselines`. */
  readonly baselines: readonly LoadedStrategy[];
  /** The names of the arms beside the subject; the usual ones if not given. */
  readonly arms?: readonly string[] | undefined;
}

/**
 * Runs a strategy as the subject, as its controls, and beside the baselines, all on the same bars, fills, costs and
 * seeds, and draws the verdict. A strategy without a learner has no controls and is judged against the baselines.
 */
export async function runCompare(request: CompareRequest, host: Host): Promise<RunResult> {
  const report = await withPreparedRun(request, 'compare', host, (prepared) =>
    compare(request, prepared, host),
  );
  const reportPath = request.reportFolder === null ? null : writeRunReport(report, request.reportFolder);
  return { report, storePath: request.storePath, reportPath };
}

function compare(request: CompareRequest, prepared: AnyPreparedRun, host: Host): Promise<RunReport> {
  const { settings, data } = prepared;
  const hasChangePoints = data.changePoints !== null;
  const arms = chosenArms({ arms: request.arms ?? null, baselines: request.baselines, hasChangePoints });
  // Which arms run beside it decides by how much a verdict is corrected.
  const recorded = arms.recorded === null ? {} : { arms: arms.recorded };
  const identity = {
    ...prepared.identity,
    settings: { ...prepared.identity.settings, ...recorded },
  };
  return withRun(request, identity, host, async (run, store) => {
    recordPrices(run, prepared);
    const runner = new LocalJobRunner(workplaceOf(request.loaded, arms.baselines, prepared), host);
    try {
      const parts = { prepared, arms, loaded: request.loaded, run, runner, host };
      const finished = await runner.attend(new ComparisonRun(parts).runArms([settings.seed]));
      const { riskFreeRate, seed } = settings;
      const judging = { periodsPerYear: data.periodsPerYear, riskFreeRate, seed };
      recordComparedMetrics(run, finished.map(comparedArm), judging);
      host.progress('verdict', 0, 1);
      const trials = trialsKnown(store, identity, run.configHash);
      run.writeVerdict(judgeArms(finished.map(judgedArm), { ...judging, trials: trials.count }));
      const found = finished.map((arm) => ({ ...arm, name: arm.job.name }));
      run.writeFindings(drawFindings(found, { ...judging, trials }));
    } finally {
      await runner.close();
    }
    run.complete();
    return store.report(run.runId);
  });
}

function judgedArm({ job, equity }: FinishedArm): JudgedArm {
  const { day, value } = dailyReturns(equity);
  return { name: job.name, role: job.role, day, value };
}

function comparedArm({ job, armId, equity, changes }: FinishedArm): ComparedArm {
  return { armId, name: job.name, seed: job.seed, equity, changes };
}

function workplaceOf(
  loaded: LoadedStrategy,
  baselines: readonly LoadedStrategy[],
  { parameters, market, data, settings }: AnyPreparedRun,
): Workplace {
  const { periodsPerYear } = data;
  return {
    strategies: [loaded, ...baselines],
    parameters,
    market: { ...armMarketOf(market), train: market.train, periodsPerYear },
    settings,
  };
}
