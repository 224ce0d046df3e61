import { loadMarketData } from '../market/data-folder.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { Host } from './host.ts';
import { parseOptions, unknownOption } from './parse-options.ts';
import { runSettingsSchema } from './run-settings.ts';
import { neverStreamed, type PreparedRun, plannedRun, type RunRequest } from './session.ts';
import type { SweepAxes } from './sweep-grid.ts';

/** A sweep that a user asks for: many combinations of the parameters of one strategy on one data folder. */
export interface SweepRequest extends Omit<RunRequest, 'parameters' | 'reportFolder'> {
  /** The values of each parameter that is varied; every other one has its default. */
  readonly axes: SweepAxes;
  /** So many combinations of the grid, drawn by the seed; all of them if null. */
  readonly random: number | null;
  /** Threads; one for each core if null. */
  readonly workers: number | null;
  /** Runs again what the store has a result of already, and throws E_RESULT_DIFFERS where it is another one. */
  readonly rerun: boolean;
}

/**
 * Reads and checks everything that a sweep names. Its parameters are the values of each that it varies; whether they are sound is known of their combinations
 * alone. Throws E_PARAMETER_UNKNOWN for a name that the strategy has not.
 */
export function prepareSweep(request: SweepRequest, host: Host): PreparedRun {
  const { loaded, axes, random } = request;
  const { strategy } = loaded;
  const known = Object.keys(strategy.parameters.shape);
  for (const name of Object.keys(axes))
    if (!known.includes(name)) throw unknownOption(name, known, strategy.name);
  const settings = parseOptions(runSettingsSchema, request.settings, 'settings');
  if (settings.streaming === 'on') throw neverStreamed('a sweep');
  if ((settings.checkpoint ?? settings.saveCheckpoint) !== undefined) throw withoutCheckpoint();
  const options = { settings, parameters: axes };
  const data = loadMarketData(request.dataPath, { timeZone: settings.timeZone });
  const { identity, ...rest } = plannedRun(request, 'sweep', host, options, data);
  // How many are drawn decides what the sweep is; its trials do not know of it.
  const recorded = random === null ? identity.settings : { ...identity.settings, sweepRandom: random };
  return { ...rest, identity: { ...identity, settings: recorded, detail: 'summary' } };
}

function withoutCheckpoint(): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: 'sweep',
    rule: 'each combination trains its learner anew, so a sweep neither takes nor saves a checkpoint',
    found: 'a checkpoint',
    repair: 'Leave the setting out',
  });
}
