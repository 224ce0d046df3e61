/**
 * A whole number scattered over all 32 bits, so that the upper ones of numbers that follow each other lie far apart: its
 * product with 2³² over the golden ratio (Knuth 1998, The Art of Computer Programming 3, section 6.4). Shift it right by `>>>`.
 */
export function scattered(id: number): number {
  return Math.imul(id, 0x9e3779b1);
}
