import { RegimetaError } from '../model/regimeta-error.ts';
import type { LoadedStrategy } from './load-strategy.ts';

/**
 * What was thrown while a strategy ran, as an error that names the strategy's own file and line where the stack tells
 * them. An error without a code is E_PLUGIN_THREW where it came out of the strategy, and is left as it is, a defect of
 * ours, where it did not. `hook` names the hook that was called, where that is known.
 */
export function pluginError(error: unknown, { strategy, locate }: LoadedStrategy, hook?: string): unknown {
  const isCoded = error instanceof RegimetaError;
  const cause = isCoded && error.cause instanceof Error ? error.cause : error;
  const place = cause instanceof Error ? locate(cause.stack ?? '') : null;
  if (isCoded) return place === null ? error : relocated(error, place, cause);
  if (place === null && hook === undefined) return error;
  return new RegimetaError('E_PLUGIN_THREW', {
    place: place ?? `${strategy.name} ${hook}`,
    rule: `${hook ?? 'a strategy'} must not throw`,
    found: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    cause: error,
  });
}

/** Calls a hook of the strategy outside of the event loop; what it throws is E_PLUGIN_THREW. */
export function callHook<Result>(loaded: LoadedStrategy, hook: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw pluginError(error, loaded, hook);
  }
}

function relocated(error: RegimetaError, place: string, cause: unknown): RegimetaError {
  if (error.place?.startsWith(place)) return error;
  const { code, rule, found, repair } = error;
  const whole = error.place === null ? place : `${place} (${error.place})`;
  return new RegimetaError(code, { place: whole, rule, found, repair, cause });
}
