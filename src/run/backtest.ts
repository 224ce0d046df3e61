import { randomFrom } from '../math/random.ts';
import { learnerOf } from './arm-learner.ts';
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
  const report = await withRun(request, identity, host, async (run, store) => {
    const random = randomFrom(settings.seed).split('meta-training');
    const learner = await learnerOf(prepared, request.loaded, run, random, host);
    const plan = {
      name: request.loaded.strategy.name,
      role: 'subject',
      description: request.loaded.strategy.description,
      loaded: request.loaded,
      parameters,
      policy: { kind: 'at-change' },
      learner,
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
