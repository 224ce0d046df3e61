import { availableParallelism } from 'node:os';
import { isWindowed } from '../market/bar-windows.ts';
import type { Host } from './host.ts';
import { type JobRunner, LocalJobRunner } from './job-runner.ts';
import { bundleOf, type LoadedStrategy } from './load-strategy.ts';
import { armMarketOf } from './market-plan.ts';
import type { Workplace } from './perform-job.ts';
import { sentMarket } from './sent-market.ts';
import type { AnyPreparedRun, PreparedRun } from './session.ts';
import { ThreadJobRunner } from './thread-job-runner.ts';

/** Who does the jobs of a comparison. */
export interface RunnerChoice {
  /** The subject first, then the baselines. */
  readonly strategies: readonly LoadedStrategy[];
  /** Threads that the user asks for; null for as many as there are cores, or one for a plain comparison. */
  readonly workers: number | null;
  /** About how many jobs there are that do not wait for each other. */
  readonly width: number;
  /** Whether nothing but one training and the arms after it is to be done. */
  readonly isPlain: boolean;
}

/**
 * Threads where more than one has work; else this thread. So it is too where bars are streamed, which one thread reads, and where a
 * strategy has no file that another thread could evaluate.
 */
export function comparisonRunner(
  { strategies, workers, width, isPlain }: RunnerChoice,
  prepared: AnyPreparedRun,
  host: Host,
): JobRunner {
  // The one training comes first, and what follows takes hardly longer than threads need to start and to warm up.
  const usual = isPlain ? 1 : availableParallelism();
  const threads = Math.min(workers ?? usual, width);
  const hasFiles = strategies.every(({ bundle }) => bundle !== undefined);
  if (threads < 2 || !hasFiles || !isInMemory(prepared))
    return new LocalJobRunner(workplaceOf(strategies, prepared), host);
  const bundles = strategies.map((loaded) => bundleOf(loaded, 'a strategy in another thread'));
  const { parameters, settings } = prepared;
  return new ThreadJobRunner({ bundles, parameters, market: sentMarket(prepared), settings }, threads, host);
}

function isInMemory(prepared: AnyPreparedRun): prepared is PreparedRun {
  return !prepared.market.test.some(isWindowed);
}

function workplaceOf(
  strategies: readonly LoadedStrategy[],
  { parameters, market, data, settings }: AnyPreparedRun,
): Workplace {
  const { periodsPerYear } = data;
  return {
    strategies,
    parameters,
    market: { ...armMarketOf(market), train: market.train, periodsPerYear },
    settings,
  };
}
