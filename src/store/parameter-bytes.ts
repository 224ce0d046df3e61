import { RegimetaError } from '../model/regimeta-error.ts';

const BYTES = 8;

/**
 * The parameters of a learner as little-endian float64 bytes, the same on every machine. Throws E_INVARIANT for one
 * that is not finite.
 */
export function parametersToBytes(parameters: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(parameters.length * BYTES));
  for (const [i, value] of parameters.entries()) {
    if (!Number.isFinite(value)) {
      const rule = 'the parameters of a trained learner are finite';
      throw new RegimetaError('E_INVARIANT', { place: `parameter ${i}`, rule, found: String(value) });
    }
    view.setFloat64(i * BYTES, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** The parameters of a learner from their bytes. */
export function parametersFromBytes(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / BYTES }, (_, i) => view.getFloat64(i * BYTES, true));
}
