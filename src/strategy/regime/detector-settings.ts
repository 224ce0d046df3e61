import type { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { adwin, adwinSchema } from './adwin.ts';
import { bocpd, bocpdSchema } from './bocpd.ts';
import { checkedSettings } from './checked-settings.ts';
import { correlationRule, correlationRuleSchema } from './correlation-rule.ts';
import { cusum, cusumSchema } from './cusum.ts';
import { ensemble } from './ensemble.ts';
import { guarded, guardSchema } from './guarded.ts';
import { jumpDetector, jumpDetectorSchema } from './jump-detector.ts';
import { markovSwitching, markovSwitchingSchema } from './markov-switching.ts';
import { pageHinkley, pageHinkleySchema } from './page-hinkley.ts';
import type { DetectorFactory } from './regime-detector.ts';
import { volatilityRule, volatilityRuleSchema } from './volatility-rule.ts';

/** A method that settings can name. */
interface Method {
  readonly schema: z.ZodType;
  readonly make: (settings: never) => DetectorFactory;
}

/** The methods on observations; `ensemble` and `guarded` are made of them. */
const METHODS: Readonly<Record<string, Method>> = {
  bocpd: { schema: bocpdSchema, make: bocpd },
  cusum: { schema: cusumSchema, make: cusum },
  'page-hinkley': { schema: pageHinkleySchema, make: pageHinkley },
  adwin: { schema: adwinSchema, make: adwin },
  'markov-switching': { schema: markovSwitchingSchema, make: markovSwitching },
  'jump-model': { schema: jumpDetectorSchema, make: jumpDetector },
  'volatility-rule': { schema: volatilityRuleSchema, make: volatilityRule },
  'correlation-rule': { schema: correlationRuleSchema, make: correlationRule },
};

/** The names of the methods that work on observations themselves. */
const DETECTOR_METHODS: readonly string[] = Object.keys(METHODS);

const GUARD_NAMES = Object.keys(guardSchema.shape);

/**
 * The detector that settings describe, e.g. `{ method: 'cusum', threshold: 6 }`: the opposite of `DetectorFactory.settings`. Settings of a guard among
 * those of another method wrap it: `{ method: 'cusum', minDwell: 5 }`. E_PARAMETER_INVALID for an unknown method or setting.
 */
export function detectorOf(settings: Readonly<Record<string, unknown>>): DetectorFactory {
  const { method, ...rest } = settings;
  if (method === 'ensemble') {
    const { members, ...agreement } = rest;
    return ensemble(listOf(members).map(detectorOf), agreement);
  }
  if (method === 'guarded') {
    const { inner, ...guard } = rest;
    return guarded(detectorOf(objectOf(inner)), guard);
  }
  const known = METHODS[String(method)];
  if (!known) throw unknownMethod(method);
  const own = Object.entries(rest).filter(([name]) => !GUARD_NAMES.includes(name));
  const guard = Object.entries(rest).filter(([name]) => GUARD_NAMES.includes(name));
  const complete = checkedSettings(known.schema, Object.fromEntries(own), String(method));
  const detector = known.make(complete as never);
  return guard.length === 0 ? detector : guarded(detector, Object.fromEntries(guard));
}

/**
 * Reads settings as a command line has them: `cusum`, `cusum:threshold=6,of=sizes,minDwell=5`, or a JSON object. The settings
 * are checked by {@link detectorOf} alone.
 */
export function parseDetectorText(text: string): Readonly<Record<string, unknown>> {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return objectOf(jsonOf(trimmed));
  const colon = trimmed.indexOf(':');
  if (colon < 0) return { method: trimmed };
  const pairs = trimmed.slice(colon + 1).split(',');
  const entries = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 1) throw badText(pair);
    return [pair.slice(0, equals).trim(), plainValue(pair.slice(equals + 1).trim())] as const;
  });
  return { method: trimmed.slice(0, colon), ...Object.fromEntries(entries) };
}

function plainValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badText(text);
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw badText(JSON.stringify(value) ?? 'nothing');
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw badText(JSON.stringify(value) ?? 'nothing');
  return value.map(objectOf);
}

function badText(found: string): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: 'detector',
    rule: 'a detector is a name, a name with settings such as cusum:threshold=6,of=sizes, or a JSON object with its method',
    found,
  });
}

function unknownMethod(method: unknown): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: 'detector',
    rule: `the methods are ${[...DETECTOR_METHODS, 'ensemble', 'guarded'].join(', ')}`,
    found: String(method),
  });
}
