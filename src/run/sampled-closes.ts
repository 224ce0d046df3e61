import { isWindowed, type PlayableBars } from '../market/bar-windows.ts';
import type { PriceSample } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';

/** Up to so many bars every close is kept. */
const CLOSES_MAX = 4096;

/** Beyond it, the bars are cut into this many stretches. */
const STRETCHES = 2048;

/**
 * The closes of a symbol from `from` on, as a chart needs them: all of them up to 4,096; of more, the lowest and the highest
 * close of each of 2,048 stretches of as many bars, so that no peak and no trough is lost.
 */
export function sampledCloses(bars: PlayableBars, from: EpochMs): PriceSample {
  const total = bars.time.length;
  const first = firstAt(bars, from);
  const count = total - first;
  const length = count <= CLOSES_MAX ? 1 : Math.ceil(count / STRETCHES);
  const kept = new KeptCloses();
  // Fields rather than an object a bar: there are millions of them.
  const [lowest, highest] = [new Close(), new Close()];
  eachClose(bars, first, (time, close, number) => {
    if ((number - first) % length === 0) {
      kept.keep(lowest, highest);
      lowest.set(number, time, close);
      highest.set(number, time, close);
    } else if (close < lowest.close) lowest.set(number, time, close);
    else if (close > highest.close) highest.set(number, time, close);
  });
  kept.keep(lowest, highest);
  return kept.sample();
}

/** A close of a bar; the number is below zero before there is one. */
class Close {
  number = -1;
  time: EpochMs = 0;
  close = 0;

  set(number: number, time: EpochMs, close: number): void {
    this.number = number;
    this.time = time;
    this.close = close;
  }
}

class KeptCloses {
  readonly #time: number[] = [];
  readonly #close: number[] = [];

  /** The extremes of a stretch, in the order of their bars. */
  keep(lowest: Close, highest: Close): void {
    if (lowest.number < 0) return;
    const [one, other] = lowest.number < highest.number ? [lowest, highest] : [highest, lowest];
    this.#push(one);
    if (other.number !== one.number) this.#push(other);
  }

  sample(): PriceSample {
    return { time: Float64Array.from(this.#time), close: Float64Array.from(this.#close) };
  }

  #push({ time, close }: Close): void {
    this.#time.push(time);
    this.#close.push(close);
  }
}

/** The number of the first bar at or after a time. */
function firstAt({ time }: PlayableBars, from: EpochMs): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time.at(middle)! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eachClose(
  bars: PlayableBars,
  first: number,
  take: (time: EpochMs, close: number, number: number) => void,
): void {
  const total = bars.time.length;
  for (let number = first; number < total; ) {
    const window = isWindowed(bars) ? bars.read(number) : bars;
    const start = isWindowed(bars) ? number : 0;
    for (let i = number - start; i < window.time.length; i++)
      take(window.time[i]!, window.close[i]!, start + i);
    number = start + window.time.length;
  }
}
