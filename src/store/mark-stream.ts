/** A set bit says that the number is what is foretold for it, and so is left out. */
const SEQUENCE = 1;
const TIME = 2;
const CASH = 4;
const NET = 8;
const GROSS = 16;
const EQUITY = 32;

/** The net value is a whole number of ticks times the quantity that is held. */
const TICKS = 64;
/** That quantity has changed and is told first. */
const QUANTITY = 128;

/** Prices with up to five decimals are whole numbers of ticks. */
const TICKS_PER_UNIT = 100_000;
const TICK_STEP_MAX = 1_000_000_000;

/** The most bytes that a mark takes: flags, a varint of a sequence number, six numbers. */
const MARK_BYTES_MAX = 1 + 8 + 6 * 8;
const ROOM = 65_536;

/** What foretells the next mark. */
class Foretold {
  sequence = 0;
  time = 0;
  step = 0;
  cash = 0;
  net = 0;
  /** The quantity that was last told. */
  quantity = 0;
  /** The price of that quantity in the last mark that was told in ticks. */
  ticks = 0;
}

/**
 * Packs marks into a stream of bytes, losing nothing. A mark is a byte of flags and the numbers that are not as foretold, in
 * the order sequence, time, cash, quantity, net, gross, equity: little-endian float64, but the sequence number as the
 * step from the one before, and the net value, where it can be, as the step of its price in ticks; both in groups of seven
 * bits, the lowest first, the second one with its sign in the lowest bit. Foretold are: sequence, cash and net as in the mark before; the time one step
 * after it, as far as that one was after its own; gross as the size of net; equity as cash + net. Before the first mark
 * all are zero.
 */
export class MarkStream {
  readonly #last = new Foretold();
  #bytes = new Uint8Array(ROOM);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  /** Units of the one symbol that are held; zero where that is not known, so that no mark is told in ticks. */
  #held = 0;
  /** Whether a mark has come since that changed: a quantity that holds for one mark is not worth telling. */
  #heldBefore = false;

  /** What is held from now on of the one symbol that there is; it only makes for fewer bytes. */
  hold(quantity: number): void {
    this.#held = quantity;
    this.#heldBefore = false;
  }

  /**
   * Packs a mark, six numbers as a `Mark` has them. All are finite and none is minus zero; the sequence number is whole and
   * never falls.
   */
  add(mark: Float64Array): void {
    if (this.#length + MARK_BYTES_MAX > this.#bytes.length) this.#grow();
    const last = this.#last;
    const [sequence, time, cash, equity, gross, net] = [
      mark[0]!,
      mark[1]!,
      mark[2]!,
      mark[3]!,
      mark[4]!,
      mark[5]!,
    ];
    const flagsAt = this.#length++;
    let flags = 0;
    if (sequence === last.sequence) flags |= SEQUENCE;
    else this.#putVarint(sequence - last.sequence);
    if (time === last.time + last.step) flags |= TIME;
    else this.#putNumber(time);
    if (cash === last.cash) flags |= CASH;
    else this.#putNumber(cash);
    if (net === last.net) flags |= NET;
    else flags |= this.#putNet(net);
    if (gross === Math.abs(net)) flags |= GROSS;
    else this.#putNumber(gross);
    if (equity === cash + net) flags |= EQUITY;
    else this.#putNumber(equity);
    this.#bytes[flagsAt] = flags;
    this.#heldBefore = true;
    last.sequence = sequence;
    last.step = time - last.time;
    last.time = time;
    last.cash = cash;
    last.net = net;
  }

  /** The bytes since the last `clear`; valid until the next call of another method. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Lets go of the bytes; the stream goes on. */
  clear(): void {
    this.#length = 0;
  }

  #putNet(net: number): number {
    const last = this.#last;
    const held = this.#held;
    const ticks = this.#heldBefore && held !== 0 ? Math.round((net / held) * TICKS_PER_UNIT) : Number.NaN;
    const step = ticks - last.ticks;
    if (!(Math.abs(step) < TICK_STEP_MAX && held * (ticks / TICKS_PER_UNIT) === net)) {
      this.#putNumber(net);
      return 0;
    }
    let flags = TICKS;
    if (held !== last.quantity) {
      flags |= QUANTITY;
      this.#putNumber(held);
      last.quantity = held;
    }
    last.ticks = ticks;
    this.#putVarint(step < 0 ? -2 * step - 1 : 2 * step);
    return flags;
  }

  #putNumber(value: number): void {
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  #putVarint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #grow(): void {
    const grown = new Uint8Array(2 * this.#bytes.length);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Unpacks what a `MarkStream` packed, piece by piece from its beginning. */
export class MarkUnpacker {
  readonly #last = new Foretold();
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;

  /**
   * Unpacks the next `marks.length / 6` marks, which `bytes` hold; sequence, time, cash, equity, gross and net each. False
   * where bytes are missing or left over.
   */
  unpack(bytes: Uint8Array, marks: Float64Array): boolean {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
    try {
      for (let at = 0; at < marks.length; at += 6) this.#next(marks, at);
      return this.#at === bytes.length;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  #next(marks: Float64Array, at: number): void {
    const last = this.#last;
    const flags = this.#view.getUint8(this.#at++);
    if ((flags & SEQUENCE) === 0) last.sequence += this.#varint();
    const time = (flags & TIME) === 0 ? this.#number() : last.time + last.step;
    last.step = time - last.time;
    last.time = time;
    if ((flags & CASH) === 0) last.cash = this.#number();
    if ((flags & NET) === 0) last.net = this.#net(flags);
    marks[at] = last.sequence;
    marks[at + 1] = time;
    marks[at + 2] = last.cash;
    marks[at + 4] = (flags & GROSS) === 0 ? this.#number() : Math.abs(last.net);
    marks[at + 3] = (flags & EQUITY) === 0 ? this.#number() : last.cash + last.net;
    marks[at + 5] = last.net;
  }

  #net(flags: number): number {
    if ((flags & TICKS) === 0) return this.#number();
    const last = this.#last;
    if ((flags & QUANTITY) !== 0) last.quantity = this.#number();
    const step = this.#varint();
    last.ticks += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    // A short position at a price of zero is worth zero, not minus zero.
    return last.quantity * (last.ticks / TICKS_PER_UNIT) + 0;
  }

  #number(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#view.getUint8(this.#at++);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }
}
