import type { RunIdentity } from '../model/run-record.ts';
import { configHash } from '../store/config-hash.ts';

/** The configuration hash of a combination of a sweep: that of a backtest with these parameters. */
export function trialHash(sweep: RunIdentity, parameters: Readonly<Record<string, unknown>>): string {
  // How many combinations are drawn belongs to the sweep and to none of its trials.
  const { sweepRandom: _, ...settings } = sweep.settings;
  return configHash({ ...sweep, kind: 'backtest', parameters, settings });
}
