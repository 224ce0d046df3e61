import { readFileSync, writeFileSync } from 'node:fs';

/** The ratios that are compared with those of the last record, and which way is better. Each is within one run. */
const RATIOS: Readonly<Record<string, 'higher' | 'lower'>> = {
  bare_loop_ratio_100k: 'higher',
  bare_loop_ratio_1m: 'higher',
  bare_loop_ratio_10m: 'higher',
  order_bare_loop_ratio: 'higher',
  portfolio_monthly_bare_loop_ratio: 'higher',
  portfolio_daily_bare_loop_ratio: 'higher',
  crowded_slice_ratio: 'lower',
  sqlite_share: 'lower',
  rss_ratio_10m_over_1m: 'lower',
  hand_loop_ratio_1: 'lower',
  hand_loop_ratio_5: 'lower',
};

/** What a change may cost before the comparison says so. */
const COST_MAX = 0.1;

const FILE = 'bench/recorded-ratios.json';

/** A ratio beside the recorded one; `change` is a part of the recorded one, below zero where it is worse. */
export interface RatioChange {
  readonly name: string;
  readonly recorded: number;
  readonly now: number;
  readonly change: number;
  readonly isWorse: boolean;
}

/** The ratios among the figures that were recorded before, beside what they were. */
export function compareWithRecorded(figures: Readonly<Record<string, number>>): RatioChange[] {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, number>;
  return Object.entries(RATIOS)
    .filter(([name]) => figures[name] !== undefined && recorded[name] !== undefined)
    .map(([name, better]) => {
      const change = (figures[name]! / recorded[name]! - 1) * (better === 'higher' ? 1 : -1);
      return { name, recorded: recorded[name]!, now: figures[name]!, change, isWorse: change < -COST_MAX };
    });
}

/** Writes the ratios among the figures down for later runs; others that are recorded stay. */
export function recordRatios(figures: Readonly<Record<string, number>>): void {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, number>;
  for (const name of Object.keys(RATIOS)) {
    if (figures[name] !== undefined) recorded[name] = +figures[name].toPrecision(4);
  }
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
}
