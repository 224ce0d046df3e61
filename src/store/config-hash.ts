import { createHash } from 'node:crypto';
import { type Instrument, plainInstrument } from '../model/instrument.ts';
import type { RunIdentity } from '../model/run-record.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * What makes two runs the same trial: SHA-256 over the canonical JSON of kind, strategy hash, parameters, settings,
 * data hash and seed, and of the instruments of which something is known beyond their bars, with calendars of the user. The path of the file, the
 * versions and the time do not count.
 */
export function configHash(identity: RunIdentity): string {
  const { kind, strategyHash, parameters, settings, dataHash, seed } = identity;
  // Absent where none is known, as it was in stores that knew no instruments.
  const known = identity.instruments.filter(isKnown);
  const instruments = known.length > 0 ? known : undefined;
  const described = identity.calendars.filter(({ definition }) => definition !== null);
  const calendars = described.length > 0 ? described : undefined;
  const trial = { kind, strategyHash, parameters, settings, dataHash, seed, instruments, calendars };
  const text = canonicalJson(trial);
  return createHash('sha256').update(text).digest('hex');
}

function isKnown(instrument: Instrument): boolean {
  // Whether there is any volume follows from the bars.
  const plain = { ...plainInstrument(instrument.symbol), hasVolume: instrument.hasVolume };
  return canonicalJson(instrument) !== canonicalJson(plain);
}
