import type { CustomMetric } from '../model/custom-metric.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { bundleOfFile, evaluateBundle, type PublicModule } from './load-strategy.ts';
import { showRecord } from './recorded-runs.ts';

/** The metrics that the strategy of a run declares, or why they are not at hand. */
export type MetricsAtHand =
  | { readonly metrics: readonly CustomMetric[]; readonly reason: null }
  | { readonly metrics: null; readonly reason: string };

/**
 * The metrics of the strategy of a run, from its file where that is still as it was: code with another hash is not evaluated, since it could
 * compute something else under the same name. Throws E_RUN_UNKNOWN.
 */
export async function metricsAtHand(
  storePath: string,
  runId: number,
  publicModule: PublicModule,
): Promise<MetricsAtHand> {
  const { customMetrics, strategyPath, strategyHash } = showRecord(storePath, runId);
  if (customMetrics.length === 0) return { metrics: [], reason: null };
  try {
    const bundle = await bundleOfFile(strategyPath);
    if (bundle.hash !== strategyHash)
      return { metrics: null, reason: `${strategyPath} is not the file that the run was made with` };
    return { metrics: evaluateBundle(bundle, publicModule).strategy.metrics ?? [], reason: null };
  } catch (error) {
    if (!(error instanceof RegimetaError)) throw error;
    return { metrics: null, reason: `the file ${strategyPath} does not load (${error.code})` };
  }
}
