import { RegimetaError } from '../model/regimeta-error.ts';

/** The error of a thread that ended, or left an error behind that nobody caught, in the code of a strategy. */
export function endedThread(place: string, found: string): RegimetaError {
  return new RegimetaError('E_PLUGIN_THREW', {
    place,
    rule: 'a strategy must not end its thread, nor leave errors behind in timers and promises',
    found,
    repair: 'Throw an error in the hook instead, and look for process.exit',
  });
}
