import type { Random } from '../math/random.ts';
import type { RunWriter } from '../store/run-writer.ts';
import type { MetaLearner } from '../strategy/learn/meta-learner.ts';
import type { Host } from './host.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { metaTrain } from './meta-training.ts';
import type { PreparedRun } from './session.ts';

/** The strategy's learner, meta-trained and recorded; null for a strategy without one. */
export async function learnerOf(
  { market, parameters }: PreparedRun,
  loaded: LoadedStrategy,
  run: RunWriter,
  random: Random,
  host: Host,
): Promise<MetaLearner | null> {
  const slot = loaded.strategy.learner?.(parameters);
  if (!slot) return null;
  const { learner, record } = await metaTrain(slot, market.train, random, host);
  run.writeTraining(record);
  return learner;
}
