import { createHash } from 'node:crypto';
import type { SampleSet } from './learn/meta-learner.ts';

/** SHA-256 over the features and the labels of a support set, hexadecimal: what an adaptation is recorded with. */
export function supportHash(support: SampleSet): string {
  const hash = createHash('sha256');
  for (const column of [support.features, support.labels]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}
