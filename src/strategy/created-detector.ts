import { RegimetaError } from '../model/regimeta-error.ts';
import type { DetectorFactory, RegimeDetector } from './regime/regime-detector.ts';

const METHODS = ['update', 'save', 'restore'] as const;

/**
 * A fresh detector of a slot, for observations of a length. A plugin may bring its own, and plugins are compiled without a
 * type check: E_PLUGIN_SHAPE where it lacks a method or has another dimension.
 */
export function createdDetector(factory: DetectorFactory, dimension: number): RegimeDetector {
  const detector = factory.create(dimension);
  for (const method of METHODS) {
    if (typeof detector?.[method] !== 'function') {
      refuse(`the detector of a learner has a method ${method}`, typeof detector?.[method]);
    }
  }
  if (detector.dimension !== dimension) {
    refuse(
      `the detector takes observations of ${dimension}, as its features give`,
      String(detector.dimension),
    );
  }
  return detector;
}

function refuse(rule: string, found: string): never {
  const repair = 'Make it with defineDetector, which adds what is missing, or see the type RegimeDetector';
  throw new RegimetaError('E_PLUGIN_SHAPE', { place: 'learner.detector', rule, found, repair });
}
