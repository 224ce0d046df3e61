import type { RunReport } from '../model/run-record.ts';
import { declaredMetrics } from './arm-metric-values.ts';
import { recordComparedMetrics } from './compared-arms.ts';
import { drawFindings, trialsKnown } from './drawn-findings.ts';
import type { Host } from './host.ts';
import { armMarketOf } from './market-plan.ts';
import { recordPrices } from './record-prices.ts';
import { recordArm } from './recorded-arm.ts';
import { runLearner } from './run-learner.ts';
import { type RunResult, writeRunReport } from './run-result.ts';
import { type AnyPreparedRun, type RunRequest, withPreparedRun, withRun } from './session.ts';

/**
 * Runs one strategy over the test period and records it. A strategy with a learner is meta-trained first and adapts
 * at each confirmed change.
 */
export async function runBacktest(request: RunRequest, host: Host): Promise<RunResult> {
  const report = await withPreparedRun(request, 'backtest', host, (prepared) =>
    backtest(request, prepared, host),
  );
  const reportPath = request.reportFolder === null ? null : writeRunReport(report, request.reportFolder);
  return { report, storePath: request.storePath, reportPath };
}

function backtest(request: RunRequest, prepared: AnyPreparedRun, host: Host): Promise<RunReport> {
  const { settings, market, data, parameters, identity } = prepared;
  const loaded = request.loaded.fresh();
  const { name, description } = loaded.strategy;
  return withRun(request, identity, host, async (run, store, watched) => {
    recordPrices(run, prepared);
    const trained = await runLearner({ prepared, loaded, run }, watched);
    const plan = {
      name,
      role: 'subject',
      description,
      loaded,
      parameters,
      policy: { kind: 'at-change' },
      learner: trained?.learner ?? null,
      past: trained?.past ?? [],
      metrics: declaredMetrics(request.loaded),
    } as const;
    const { periodsPerYear } = data;
    const arm = await recordArm(run, plan, { ...armMarketOf(market), periodsPerYear }, settings, watched);
    recordComparedMetrics(run, [{ name, seed: settings.seed, ...arm }], { ...settings, periodsPerYear });
    const { riskFreeRate, seed } = settings;
    const trials = trialsKnown(store, identity, run.configHash);
    const judging = { periodsPerYear, riskFreeRate, seed, trials };
    run.writeFindings(drawFindings([{ ...arm, name }], judging));
    run.complete();
    return store.report(run.runId);
  });
}
