import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../src/math/random.ts';

const DAY_MS = 86_400_000;

/**
 * A CSV text of daily random-walk bars from 2001-01-01 on, the same for the same seed. Calm and wild stretches of
 * 180 bars take turns, at the same time for all seeds.
 */
export function barText(count: number, seed: number): string {
  const random = randomFrom(seed);
  const rows = ['date,open,high,low,close,volume'];
  let price = 100;
  for (let i = 0; i < count; i++) {
    const open = price * Math.exp(0.003 * random.normal());
    const deviation = Math.floor(i / 180) % 2 === 0 ? 0.008 : 0.03;
    const close = open * Math.exp(deviation * random.normal());
    const high = 1.002 * Math.max(open, close);
    const low = 0.998 * Math.min(open, close);
    const date = new Date(Date.UTC(2001, 0, 1) + i * DAY_MS).toISOString().slice(0, 10);
    rows.push([date, ...[open, high, low, close].map((value) => value.toFixed(4)), '1000'].join(','));
    price = close;
  }
  return `${rows.join('\n')}\n`;
}

/** Writes bars of the symbols into the folder and returns it. */
export function writeBarFiles(folder: string, symbols: readonly string[], count: number): string {
  for (const [index, symbol] of symbols.entries()) {
    writeFileSync(join(folder, `${symbol}.csv`), barText(count, index + 1));
  }
  return folder;
}
