import { RegimetaError } from '../model/regimeta-error.ts';
import { detectorOf } from '../strategy/regime/detector-settings.ts';
import type { DetectorFactory } from '../strategy/regime/regime-detector.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Methods whose threshold is a probability. */
const PROBABILITIES = ['bocpd', 'markov-switching', 'ensemble'];

/**
 * The same detector with its threshold scaled, or what takes its part: more makes it confirm fewer changes. A statistic is multiplied, of a probability the
 * odds are, of ADWIN the logarithm of its confidence; in a guard and in an ensemble the detectors inside are scaled too. Null for one that has no threshold, that settings cannot
 * describe, or whose scaled threshold would be out of its range.
 */
export function scaledDetector({ settings }: DetectorFactory, scale: number): DetectorFactory | null {
  const scaled = scaledSettings(settings, scale);
  if (scaled === null) return null;
  try {
    return detectorOf(scaled);
  } catch (error) {
    if (error instanceof RegimetaError && error.code === 'E_PARAMETER_INVALID') return null;
    throw error;
  }
}

function scaledSettings(settings: Settings, scale: number): Settings | null {
  const { method, inner, members } = settings;
  if (method === 'guarded') {
    const scaled = scaledSettings(inner as Settings, scale);
    return scaled && { ...settings, inner: scaled };
  }
  const own = scaledOwn(settings, scale);
  if (method !== 'ensemble') return own && { ...settings, ...own };
  const scaled = (members as readonly Settings[]).map((member) => scaledSettings(member, scale));
  return scaled.includes(null) ? null : { ...settings, ...own, members: scaled };
}

/** What takes the part of a threshold in each method; null where nothing does. */
function scaledOwn({ method, threshold, delta, penalty, enter }: Settings, scale: number): Settings | null {
  if (typeof threshold === 'number') return { threshold: scaledBy(threshold, scale, method) };
  // The bound of ADWIN grows with the logarithm of its confidence.
  if (method === 'adwin') return { delta: Math.exp(scale * Math.log(delta as number)) };
  if (method === 'jump-model') return { penalty: scale * (penalty as number) };
  if (method === 'volatility-rule') return { enter: 1 + scale * ((enter as number) - 1) };
  if (method === 'correlation-rule') return { enter: scale * (enter as number) };
  return null;
}

function scaledBy(threshold: number, scale: number, method: unknown): number {
  if (!PROBABILITIES.includes(String(method))) return threshold * scale;
  const odds = scale * threshold;
  return odds / (odds + 1 - threshold);
}
