import { closeSync, openSync, writeSync } from 'node:fs';
import { randomFrom } from '../src/math/random.ts';

const MINUTE_MS = 60_000;
const LINES_PER_WRITE = 10_000;

/** Writes a CSV file of one-minute random-walk bars with gapping opens, from 2000 on. */
export function writeMinuteBars(path: string, count: number): void {
  const random = randomFrom(1);
  const file = openSync(path, 'w');
  let text = 'timestamp,open,high,low,close,volume\n';
  let price = 100;
  for (let i = 0; i < count; i++) {
    const open = price;
    const close = open * (1 + 0.001 * random.normal());
    const high = 1.0005 * Math.max(open, close);
    const low = 0.9995 * Math.min(open, close);
    const time = new Date(Date.UTC(2000, 0, 1) + i * MINUTE_MS).toISOString();
    const prices = [open, high, low, close].map((value) => value.toFixed(4)).join(',');
    text += `${time.slice(0, 19)}Z,${prices},${Math.floor(1000 * random.uniform())}\n`;
    // Drawn back to where it began, so that no price comes near zero.
    price = close * (1 + 0.0003 * random.normal()) * (close > 200 ? 0.999 : close < 50 ? 1.001 : 1);
    if ((i + 1) % LINES_PER_WRITE !== 0 && i + 1 < count) continue;
    writeSync(file, text);
    text = '';
  }
  closeSync(file);
}
