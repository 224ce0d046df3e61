/** Predictions and then labels, by symbol index, as little-endian float32. */
export function forecastBytes(predictions: Float32Array, labels: Float32Array): Uint8Array {
  const bytes = new Uint8Array(8 * predictions.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < predictions.length; i++) {
    view.setFloat32(4 * i, predictions[i]!, true);
    view.setFloat32(4 * (predictions.length + i), labels[i]!, true);
  }
  return bytes;
}

/** The same back. */
export function forecastsFromBytes(bytes: Uint8Array): { predictions: Float32Array; labels: Float32Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = bytes.byteLength / 8;
  const numbers = (from: number): Float32Array =>
    Float32Array.from({ length: width }, (_, i) => view.getFloat32(4 * (from + i), true));
  return { predictions: numbers(0), labels: numbers(width) };
}
