import { randomFrom } from '../math/random.ts';
import { trainLearner } from './arm-learner.ts';
import type { Host } from './host.ts';
import { recordArm } from './recorded-arm.ts';
import { type RunResult, writeRunReport } from './run-result.ts';
import { prepareRun, type RunRequest, withRun } from './session.ts';

/**
 * Runs one strategy over the test period and records it. A strategy with a learner is meta-trained first and adapts
 * at each confirmed change.
 */
export async function runBacktest(request: RunRequest, host: Host): Promise<RunResult> {
  const prepared = prepareRun(request, 'backtest', host);
  const { settings, market, data, parameters, identity } = prepared;
  const loaded = request.loaded.fresh();
  const { name, description } = loaded.strategy;
  const report = await withRun(request, identity, host, async (run, store) => {
    const random = randomFrom(settings.seed).split('meta-training');
    const trained = await trainLearner({ loaded, parameters }, market.train, random, host);
    if (trained) run.writeTraining(trained.record);
    const plan = {
      name,
      role: 'subject',
      description,
      loaded,
      parameters,
      policy: { kind: 'at-change' },
      learner: trained?.learner ?? null,
    } as const;
    const { periodsPerYear } = data;
    await recordArm(
      run,
      plan,
      { series: market.test, testFrom: market.testFrom, periodsPerYear },
      settings,
      host,
    );
    run.complete();
    return store.report(run.runId);
  });
  const reportPath = request.reportFolder === null ? null : writeRunReport(report, request.reportFolder);
  return { report, storePath: request.storePath, reportPath };
}
