import { RegimetaError } from '../model/regimeta-error.ts';
import { detectorOf } from '../strategy/regime/detector-settings.ts';
import type { DetectorFactory } from '../strategy/regime/regime-detector.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Methods whose threshold is a probability. */
const PROBABILITIES = ['bocpd', 'markov-switching', 'ensemble'];

/**
 * The same detector with its threshold scaled: more makes it confirm fewer changes. A statistic is multiplied, of a probability the
 * odds are; in a guard and in an ensemble the detectors inside are scaled too. Null for one that has no threshold, that settings cannot
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
  const { method, threshold, inner, members } = settings;
  if (method === 'guarded') {
    const scaled = scaledSettings(inner as Settings, scale);
    return scaled && { ...settings, inner: scaled };
  }
  const own = typeof threshold === 'number' ? { threshold: scaledBy(threshold, scale, method) } : null;
  if (method !== 'ensemble') return own && { ...settings, ...own };
  const scaled = (members as readonly Settings[]).map((member) => scaledSettings(member, scale));
  return scaled.includes(null) ? null : { ...settings, ...own, members: scaled };
}

function scaledBy(threshold: number, scale: number, method: unknown): number {
  if (!PROBABILITIES.includes(String(method))) return threshold * scale;
  const odds = scale * threshold;
  return odds / (odds + 1 - threshold);
}
