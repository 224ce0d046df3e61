import type { RunWriter } from '../store/run-writer.ts';
import { armMetricValues } from './arm-metric-values.ts';
import { type ArmMarket, type ArmOutcome, type ArmPlan, runArm } from './arm-runner.ts';
import type { Host } from './host.ts';
import type { RunSettings } from './run-settings.ts';

/** Runs an arm, records it as it goes, and seals it with its round trips and metrics. Its number in the store comes with its outcome. */
export async function recordArm(
  run: RunWriter,
  plan: ArmPlan,
  market: ArmMarket & { readonly periodsPerYear: number },
  settings: RunSettings,
  host: Host,
): Promise<ArmOutcome & { readonly armId: number }> {
  const { name, role, description } = plan;
  const symbols = market.series.map(({ symbol }) => symbol);
  const arm = run.beginArm({ name, role, description, symbols, days: market.sessions?.clock ?? undefined });
  const outcome = await runArm(plan, market, settings, arm, host);
  const { periodsPerYear } = market;
  const { riskFreeRate } = settings;
  const { metrics, customMetrics } = armMetricValues(plan.metrics ?? [], outcome, {
    periodsPerYear,
    riskFreeRate,
  });
  arm.finish([], { ...metrics, ...customMetrics }, outcome.balances);
  return { ...outcome, armId: arm.armId };
}
