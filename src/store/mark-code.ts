import { RegimetaError } from '../model/regimeta-error.ts';
import { MARK_WIDTH } from './mark-bytes.ts';

/** A set bit says that the number is what is foretold for it, and so is left out. */
const SEQUENCE = 1;
const TIME = 2;
const CASH = 4;
const NET = 8;
const GROSS = 16;
const EQUITY = 32;

/**
 * The marks of a chunk of an arm that was written with schema 5 or 6, six numbers each. A mark is one byte of
 * flags and the little-endian float64 of each number that is not as foretold, in the order sequence, time, cash, net,
 * gross, equity. Foretold are: sequence, cash and net as in the mark before; the time one step after it, as far as that
 * one was after its own; gross as the size of net; equity as cash + net. Before the first mark of a chunk all are zero. Throws
 * E_STORE_CORRUPT where bytes are missing or left over.
 */
export function decodeMarks(coded: Uint8Array, count: number): Float64Array {
  const bytes = new DataView(coded.buffer, coded.byteOffset, coded.byteLength);
  const marks = new Float64Array(count * MARK_WIDTH);
  try {
    if (unpack(bytes, marks) === coded.length) return marks;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new RegimetaError('E_STORE_CORRUPT', {
    place: 'equity_chunks',
    rule: `the bytes of a chunk are those of its ${count} marks`,
    found: `${coded.length} bytes`,
    repair: 'Restore a copy of the store',
  });
}

/** Fills the marks and returns how many bytes they took. */
function unpack(bytes: DataView, marks: Float64Array): number {
  let end = 0;
  let [sequence, time, step, cash, net] = [0, 0, 0, 0, 0];
  const next = (): number => {
    end += 8;
    return bytes.getFloat64(end - 8, true);
  };
  for (let at = 0; at < marks.length; at += MARK_WIDTH) {
    const flags = bytes.getUint8(end++);
    if ((flags & SEQUENCE) === 0) sequence = next();
    const before = time;
    time = (flags & TIME) === 0 ? next() : time + step;
    step = time - before;
    if ((flags & CASH) === 0) cash = next();
    if ((flags & NET) === 0) net = next();
    marks[at] = sequence;
    marks[at + 1] = time;
    marks[at + 2] = cash;
    marks[at + 4] = (flags & GROSS) === 0 ? next() : Math.abs(net);
    marks[at + 3] = (flags & EQUITY) === 0 ? next() : cash + net;
    marks[at + 5] = net;
  }
  return end;
}
