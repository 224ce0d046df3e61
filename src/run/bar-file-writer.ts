import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { MarketSlice } from '../model/market-slice.ts';
import type { PriceColumns } from '../model/price-columns.ts';
import type { EpochMs } from '../model/time.ts';

/** What is known of a file of bars once it is written. */
export interface WrittenFile {
  readonly sha256: string;
  readonly rows: number;
  /** The times of the first and the last bar. */
  readonly firstTime: EpochMs;
  readonly lastTime: EpochMs;
}

/** How the bars of a file are written. */
export interface BarFileFormat {
  /** Bids and asks instead of prices. */
  readonly hasQuotes: boolean;
  /** Whether times are dates. */
  readonly isDaily: boolean;
}

const BUFFERED_CHARACTERS = 1 << 18;
const BARS_HEADER = 'open,high,low,close,volume';
const QUOTED_HEADER = 'bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close,volume';

/** Writes bars as CSV, number for number as they can be read again, and keeps the checksum of what it wrote. */
export class BarFileWriter {
  readonly #file: number;
  readonly #format: BarFileFormat;
  readonly #hash = createHash('sha256');
  #text: string;
  #rows = 0;
  #firstTime: EpochMs = Number.NaN;
  #lastTime: EpochMs = Number.NaN;

  /** Makes the file, which must not be there. */
  constructor(path: string, format: BarFileFormat) {
    this.#file = openSync(path, 'wx');
    this.#format = format;
    this.#text = `${format.isDaily ? 'date' : 'time'},${format.hasQuotes ? QUOTED_HEADER : BARS_HEADER}\n`;
  }

  /** Takes the bar of the first symbol of a slice, with a time of its own. */
  write(time: EpochMs, slice: MarketSlice): void {
    const { hasQuotes } = this.#format;
    const prices = hasQuotes ? `${pricesText(slice.bid)},${pricesText(slice.ask)}` : pricesText(slice);
    this.#text += `${this.#timeText(time)},${prices},${slice.volume[0]}\n`;
    if (this.#rows === 0) this.#firstTime = time;
    this.#lastTime = time;
    this.#rows++;
    if (this.#text.length >= BUFFERED_CHARACTERS) this.#flush();
  }

  /** Closes the file; nothing can be written any more. */
  finish(): WrittenFile {
    this.#flush();
    this.close();
    return {
      sha256: this.#hash.digest('hex'),
      rows: this.#rows,
      firstTime: this.#firstTime,
      lastTime: this.#lastTime,
    };
  }

  /** Gives the file up as it is. */
  close(): void {
    closeSync(this.#file);
  }

  #timeText(time: EpochMs): string {
    const text = new Date(time).toISOString();
    return this.#format.isDaily ? text.slice(0, 10) : text.replace('.000Z', 'Z');
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    this.#hash.update(bytes);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#text = '';
  }
}

function pricesText({ open, high, low, close }: PriceColumns): string {
  return `${open[0]},${high[0]},${low[0]},${close[0]}`;
}
