import { createHash } from 'node:crypto';
import type { RunIdentity } from '../model/run-record.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * What makes two runs the same trial: SHA-256 over the canonical JSON of kind, strategy hash, parameters, settings,
 * data hash and seed. The path of the file, the versions and the time do not count.
 */
export function configHash(identity: RunIdentity): string {
  const { kind, strategyHash, parameters, settings, dataHash, seed } = identity;
  const text = canonicalJson({ kind, strategyHash, parameters, settings, dataHash, seed });
  return createHash('sha256').update(text).digest('hex');
}
