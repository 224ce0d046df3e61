import { randomFrom } from '../math/random.ts';
import type { RunWriter } from '../store/run-writer.ts';
import { trainLearner } from './arm-learner.ts';
import type { Host } from './host.ts';
import { writeCheckpoint } from './learner-checkpoint.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import type { TrainedLearner } from './meta-training.ts';
import { savedTraining } from './perform-job.ts';
import type { AnyPreparedRun } from './session.ts';

/**
 * The learner of a run, trained or from its checkpoint, recorded, and saved where the settings name a file; null for a
 * strategy without one.
 */
export async function runLearner(
  { prepared, loaded, run }: { prepared: AnyPreparedRun; loaded: LoadedStrategy; run: RunWriter },
  host: Host,
): Promise<TrainedLearner | null> {
  const { settings, parameters, market, checkpoint, identity } = prepared;
  const random = randomFrom(settings.seed).split('meta-training');
  const trained = await trainLearner(
    { loaded, parameters, settings, checkpoint },
    market.train,
    random,
    host,
  );
  if (!trained) return null;
  run.writeTraining(trained.record);
  if (settings.saveCheckpoint !== undefined)
    writeCheckpoint(settings.saveCheckpoint, savedTraining(trained), identity);
  return trained;
}
