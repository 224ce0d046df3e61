import { returnBlocks } from '../evidence/overfitting-probability.ts';
import { randomFrom } from '../math/random.ts';
import { armMetrics } from '../metrics/arm-metrics.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { TrialResult } from '../model/sweep.ts';
import { HashedJournal } from '../store/hashed-journal.ts';
import { trainLearner } from './arm-learner.ts';
import { runArm } from './arm-runner.ts';
import type { Host } from './host.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import type { RunSettings } from './run-settings.ts';
import type { ReceivedMarket } from './sent-market.ts';

/** One configuration that is to be run. */
export interface TrialJob {
  readonly configHash: string;
  /** Checked, defaults filled in. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Runs one configuration as a backtest does, with the same journal, and keeps only what it came to. */
export async function runTrial(
  strategy: LoadedStrategy,
  { configHash, parameters }: TrialJob,
  market: ReceivedMarket,
  settings: RunSettings,
  host: Host,
): Promise<TrialResult> {
  const start = host.elapsedMs();
  const loaded = strategy.fresh();
  const { name, description } = loaded.strategy;
  const random = randomFrom(settings.seed).split('meta-training');
  const trained = await trainLearner({ loaded, parameters, settings }, market.train, random, host);
  const plan = {
    name,
    role: 'subject',
    description,
    loaded,
    parameters,
    policy: { kind: 'at-change' },
    learner: trained?.learner ?? null,
    past: trained?.past ?? [],
  } as const;
  const journal = new HashedJournal(market.series.length);
  const outcome = await runArm(plan, market, settings, journal, host);
  const { periodsPerYear } = market;
  const metrics = armMetrics({ ...outcome, periodsPerYear, riskFreeRate: settings.riskFreeRate });
  const riskFree = Math.expm1(Math.log1p(settings.riskFreeRate) / periodsPerYear);
  const excess = dailyReturns(outcome.equity).value.map((value) => value - riskFree);
  return {
    configHash,
    ...journal.finish(),
    metrics,
    returnBlocks: returnBlocks(excess),
    wallMs: host.elapsedMs() - start,
  };
}
